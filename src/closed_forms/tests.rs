//! Against numbers of 12 digits, most of them computed by another route (sums over the states of the chain with 40 digits,
//! integrals of the density of the wait), and at the edges.

use super::*;
use crate::maths;

/// Checks to 11 digits, or within 1e-13 of what is next to 0.
fn assert_is(what: &str, value: f64, expected: f64) {
    let error = (value - expected).abs();
    assert!(error <= 1e-11 * expected.abs() + 1e-13, "{what}: {value} instead of {expected}");
}

/// As [`assert_is`] for numbers far below 1.
fn assert_is_small(what: &str, value: f64, expected: f64) {
    assert!((value / expected - 1.0).abs() < 1e-9, "{what}: {value} instead of {expected}");
}

#[test]
fn erlang_b_is_exact_for_few_and_for_hundreds() {
    assert_is("5 servers, 3 erlang", erlang_b(5, 3.0), 0.110054347826);
    assert_is("100 servers", erlang_b(100, 84.1), 0.01007170507096108);
    assert_is("800 servers", erlang_b(800, 760.0), 0.005399511744399674);
    assert_is("as many erlang as in 1917", erlang_b(1, 1.0), 0.5);
    assert_eq!((erlang_b(0, 0.0), erlang_b(0, 7.0), erlang_b(3, 0.0)), (1.0, 1.0, 0.0));
    // Far below the least positive number.
    assert_eq!(erlang_b(5_000, 1.0), 0.0);
}

#[test]
fn erlang_c_has_the_known_waits() {
    let queue = ErlangC::new(3.6, 5.0, 20).unwrap();
    assert_is("utilisation", queue.utilisation(), 0.9);
    assert_is("P(wait)", queue.probability_of_wait(), 0.550769004816);
    assert_is("mean wait", queue.mean_wait(), 1.37692251204);
    assert_is("deviation", queue.deviation_of_wait(), 2.23353911003);
    assert_is("mean wait of those who wait", queue.mean_wait_of_those_who_wait(), 2.5);
    assert_is("mean sojourn", queue.mean_sojourn(), 6.37692251204);
    assert_is("mean queue", queue.mean_queue(), 4.95692104335);
    for (time, level) in [(0.5, 0.549068477915), (1.0, 0.630808495337)] {
        assert_is("service level", queue.service_level(time), level);
        assert_is("its complement", queue.probability_of_wait_above(time), 1.0 - level);
    }
    let quantiles = [
        (0.5, 0.241768484552),
        (0.8, 2.53249531424),
        (0.9, 4.26536326564),
        (0.95, 5.99823121704),
        (0.99, 10.0218259981),
    ];
    quantiles.iter().for_each(|(p, wait)| assert_is("quantile", queue.wait_quantile(*p), *wait));
    let small = ErlangC::new(1.0, 1.0, 2).unwrap();
    assert_is("P(wait) of two", small.probability_of_wait(), 1.0 / 3.0);
    assert_is("deviation of two", small.deviation_of_wait(), 0.7453559925);
    assert_eq!(small.wait_quantile(0.5), 0.0);
    assert_eq!((small.service_level(-1.0), small.probability_of_wait_above(-1.0)), (0.0, 1.0));
}

#[test]
fn erlang_c_of_one_server_is_m_m_1_and_of_hundreds_is_stable() {
    let one = ErlangC::new(0.3, 1.0, 1).unwrap();
    assert_is("P(wait)", one.probability_of_wait(), 0.3);
    assert_is("mean wait", one.mean_wait(), 0.428571428571);
    assert_is("deviation", one.deviation_of_wait(), 1.02020406122);
    assert_is("99 %", one.wait_quantile(0.99), 4.85885340237);
    assert_is("800 servers", ErlangC::new(760.0, 1.0, 800).unwrap().probability_of_wait(), 0.09794226690036243);
    assert_eq!(ErlangC::new(2.0, 1.0, 2), None);
    assert_eq!(ErlangC::new(0.0, 1.0, 0), None);
    let empty = ErlangC::new(0.0, 1.0, 3).unwrap();
    assert_eq!((empty.probability_of_wait(), empty.mean_wait(), empty.service_level(0.0)), (0.0, 0.0, 1.0));
}

/// Servers, arrivals, mean patience; P(waits), P(gives up), mean wait, mean queue, utilisation; and by time P(wait above
/// it) and P(served within it). The mean time of service is 5.
type Impatient = (u32, f64, f64, [f64; 5], [(f64, f64, f64); 2]);

#[test]
fn erlang_a_has_the_known_waits() {
    let known: [Impatient; 2] = [
        (
            5,
            0.8,
            10.0,
            [0.415051540181, 0.0779686752871, 0.779686752871, 0.623749402296, 0.73762505977],
            [(0.5, 0.329217447555, 0.652238476078), (1.0, 0.257781757024, 0.709056363313)],
        ),
        (
            50,
            12.0,
            5.0,
            [0.915593318906, 0.171991551091, 0.859957755456, 10.3194930655, 0.99361013869],
            [(0.5, 0.667723525218, 0.252486108752), (1.0, 0.38410768635, 0.483624297019)],
        ),
    ];
    for (servers, rate, patience, [waits, lost, wait, mean_queue, utilisation], times) in known {
        let queue = ErlangA::new(rate, 5.0, patience, servers).unwrap();
        assert_is("P(wait)", queue.probability_of_wait(), waits);
        assert_is("P(gives up)", queue.probability_of_abandonment(), lost);
        assert_is("mean wait", queue.mean_wait(), wait);
        assert_is("mean queue", queue.mean_queue(), mean_queue);
        assert_is("utilisation", queue.utilisation(), utilisation);
        for (time, above, within) in times {
            assert_is("P(wait > t)", queue.probability_of_wait_above(time), above);
            assert_is("P(served within t)", queue.service_level(time), within);
        }
        // Nobody is served within less than nothing; without a wait who finds a server free; in the end who stays.
        assert_eq!((queue.service_level(-1.0), queue.probability_of_wait_above(-1.0)), (0.0, 1.0));
        assert_is("at once", queue.service_level(0.0), 1.0 - waits);
        assert_is("P(wait > 0)", queue.probability_of_wait_above(0.0), waits);
        assert_is("in the end", queue.service_level(1e3), 1.0 - lost);
    }
}

#[test]
fn erlang_a_of_hundreds_is_stable() {
    let over = ErlangA::new(110.0, 5.0, 20.0, 500).unwrap();
    assert_is("P(wait)", over.probability_of_wait(), 0.9999935633292755);
    assert_is("P(gives up)", over.probability_of_abandonment(), 0.09090919039133044);
    assert_is("mean queue", over.mean_queue(), 200.00021886092697);
    assert_is("P(wait > 20 s)", over.probability_of_wait_above(1.0 / 3.0), 0.98329740901749);
    assert_is("P(served within 20 s)", over.service_level(1.0 / 3.0), 0.00017494470631782);
    assert_is("P(served within 5)", over.service_level(5.0), 0.90909080960237);
    assert_is_small("P(wait > 5)", over.probability_of_wait_above(5.0), 6.3161243324289e-12);
    // 1,200 wait on average: the likely states weigh more than 1e30 times those in which nobody does.
    let patient = ErlangA::new(90.0, 5.0, 120.0, 400).unwrap();
    assert_is("P(gives up)", patient.probability_of_abandonment(), 1.0 / 9.0);
    assert_is("mean queue", patient.mean_queue(), 1200.0);
    assert_is("P(wait > 5)", patient.probability_of_wait_above(5.0), 0.95918945710912);
    assert_is_small("P(wait > 30)", patient.probability_of_wait_above(30.0), 3.29847124236158e-37);
    let easy = ErlangA::new(40.0, 5.0, 2.0, 230).unwrap();
    assert_is("P(wait)", easy.probability_of_wait(), 0.017719410311242457);
    assert_is_small("P(gives up)", easy.probability_of_abandonment(), 0.000890443806048647);
    assert_is("P(served within 20 s)", easy.service_level(1.0 / 3.0), 0.99869667034179);
    assert_is_small("P(wait > 20 s)", easy.probability_of_wait_above(1.0 / 3.0), 0.00042737608754841);
}

#[test]
fn erlang_a_lies_between_erlang_b_and_erlang_c() {
    let (rate, service, servers) = (3.6, 5.0, 20);
    let never = ErlangC::new(rate, service, servers).unwrap();
    let patient = ErlangA::new(rate, service, 1e6, servers).unwrap();
    assert!((patient.probability_of_wait() / never.probability_of_wait() - 1.0).abs() < 1e-4);
    assert!((patient.mean_wait() / never.mean_wait() - 1.0).abs() < 1e-4);
    assert!((patient.probability_of_wait_above(4.0) / never.probability_of_wait_above(4.0) - 1.0).abs() < 1e-4);
    let hasty = ErlangA::new(rate, service, 1e-9, servers).unwrap();
    assert!((hasty.probability_of_abandonment() / erlang_b(servers, rate * service) - 1.0).abs() < 1e-8);
    assert_eq!(ErlangA::new(rate, service, 1e7, servers), None);
    let empty = ErlangA::new(0.0, 1.0, 1.0, 3).unwrap();
    assert_eq!((empty.probability_of_wait(), empty.mean_wait(), empty.probability_of_abandonment()), (0.0, 0.0, 0.0));
    // Overloaded twice over and patient: the likely states weigh 1e133264 times the unlikely ones.
    let half = ErlangA::new(40.0, 1.0, 5e4, 20).unwrap();
    assert_is("half give up", half.probability_of_abandonment(), 0.5);
    assert_is("and wait for", half.mean_queue(), 1e6);
    // The offered wait is next to s ln 2, at which half of the customers have given up, but a normal variable.
    assert!((half.probability_of_wait_above(100.0) / maths::exp(-0.002) - 1.0).abs() < 1e-9);
    assert!(half.service_level(30_000.0) < 1e-9 && (half.service_level(40_000.0) - 0.5).abs() < 1e-9);
}

#[test]
fn a_single_server_has_the_waits_of_pollaczek_and_khinchine() {
    let constant = SingleServer::new(0.1, 5.0, 0.0).unwrap();
    assert_is("M/D/1", constant.mean_wait(), 2.5);
    assert_is("M/D/1, deviation", constant.deviation_of_wait(125.0), 3.81881307913);
    assert_is("M/D/1, sojourn", constant.mean_sojourn(), 7.5);
    assert_is("M/D/1, queue", constant.mean_queue(), 0.25);
    let lognormal = SingleServer::new(0.16, 5.0, 1.5).unwrap();
    assert_is("utilisation", lognormal.utilisation(), 0.8);
    assert_is("lognormal service", lognormal.mean_wait(), 32.5);
    // The third moment of a lognormal law is mean^3 (1 + variation^2)^3.
    assert_is("its deviation", lognormal.deviation_of_wait(125.0 * 3.25 * 3.25 * 3.25), 46.9097093717);
    let gamma = SingleServer::new(0.16, 5.0, 0.5).unwrap();
    assert_is("gamma service", gamma.mean_wait(), 12.5);
    // That of a gamma law with shape 4: scale^3 x 4 x 5 x 6.
    assert_is("its deviation", gamma.deviation_of_wait(1.25 * 1.25 * 1.25 * 120.0), 14.7901994577);
    assert_eq!(SingleServer::new(0.2, 5.0, 1.0), None);
}

#[test]
fn urgent_classes_wait_as_cobham_and_kella_and_yechiali_say() {
    let class = |arrival_rate, mean_service, variation| Class { arrival_rate, mean_service, variation };
    let waits = single_server_priorities(&[class(0.1, 2.0, 1.2), class(0.12, 5.0, 0.0)]).unwrap();
    assert_is("class 1", waits[0], 2.485);
    assert_is("class 2", waits[1], 12.425);
    let waits = priorities(&[0.24, 0.4], 5.0, 4).unwrap();
    assert_is("class 1 of M/M/4", waits[0], 1.06505798533);
    assert_is("class 2 of M/M/4", waits[1], 5.32528992667);
    // Classes that are none.
    let alone = ErlangC::new(0.64, 5.0, 4).unwrap();
    assert_is("one class", priorities(&[0.64], 5.0, 4).unwrap()[0], alone.mean_wait());
    assert_is("all together", (0.24 * waits[0] + 0.4 * waits[1]) / 0.64, alone.mean_wait());
    assert_eq!(priorities(&[0.4, 0.4], 5.0, 4), None);
    assert_eq!(single_server_priorities(&[class(0.1, 10.0, 0.0)]), None);
}

#[test]
fn conversations_that_come_back_are_erlang_r() {
    let known = [
        (0.3, 4.0, 3, [1.5, 0.236842105263, 0.157894736842, 1.03691379411, 4.8, 21.7894736842]),
        (1.9, 6.0, 10, [9.5, 0.825585578126, 1.65117115625, 5.60813984158, 45.6, 37.2558557813]),
    ];
    for (rate, think, agents, [load, waits, wait, wait_95, awaiting, duration]) in known {
        let system = ErlangR::new(rate, 0.8, 1.0, think).unwrap();
        assert_is("exchanges", system.mean_exchanges(), 5.0);
        assert_is("offered load", system.offered_load(), load);
        assert_is("awaiting", system.mean_awaiting(), awaiting);
        let messages = system.messages(agents).unwrap();
        assert_is("P(wait)", messages.probability_of_wait(), waits);
        assert_is("mean wait", messages.mean_wait(), wait);
        assert_is("95 %", messages.wait_quantile(0.95), wait_95);
        assert_is("duration", system.mean_duration(agents).unwrap(), duration);
    }
    assert_eq!(ErlangR::new(1.0, 1.0, 1.0, 1.0), None);
    assert_eq!(ErlangR::new(1.0, 0.5, 1.0, 1.0).unwrap().mean_duration(2), None);
}

#[test]
fn an_agent_with_full_slots_is_a_repairman() {
    let known = [
        (1, 0.0769230769231, 0.384615384615, 1.0),
        (2, 0.134020618557, 0.670103092784, 1.38461538462),
        (3, 0.17007597896, 0.850379894798, 1.92783505155),
        (4, 0.188706297563, 0.943531487813, 2.63939216832),
        (5, 0.196450160549, 0.982250802744, 3.4903496195),
        (6, 0.199057835523, 0.995289177616, 4.42839871561),
        (7, 0.199784879752, 0.998924398762, 5.40753731581),
        (8, 0.199956985204, 0.999784926019, 6.40172096198),
    ];
    for (slots, completions, utilisation, response) in known {
        let agent = FullSlots::new(slots, 0.8, 1.0, 2.0);
        assert_is("completions", agent.completions(), completions);
        assert_is("utilisation", agent.utilisation(), utilisation);
        assert_is("response", agent.mean_response(), response);
    }
    // Four conversations that never end.
    let everlasting = FullSlots::new(4, 1.0, 1.0, 4.0);
    assert_is("replies", everlasting.replies(), 0.68932038835);
    assert_is("response", everlasting.mean_response(), 1.80281690141);
    assert_eq!(everlasting.completions(), 0.0);
    // One exchange each: the agent never idles, and with six slots a message waits for five others.
    let short = FullSlots::new(6, 0.0, 2.0, 9.0);
    assert_eq!((short.utilisation(), short.completions(), short.mean_response()), (1.0, 0.5, 12.0));
}

#[test]
fn the_least_number_of_servers_keeps_the_goal_and_one_less_does_not() {
    let within = |share, time| Goal::ServedWithin { share, time };
    let least = |rate, goal| ErlangC::least_servers(rate, 5.0, goal, 1_000);
    assert_eq!(least(2.0, within(0.8, 1.0 / 3.0)), Some(14));
    assert_eq!(least(100.0, within(0.9, 0.25)), Some(521));
    assert_eq!(least(0.2, within(0.95, 1.0)), Some(4));
    assert_eq!(least(0.0, within(0.95, 0.0)), Some(1));
    assert_eq!(least(2.0, within(1.0, 0.0)).map(|servers| servers > 14), Some(true));
    // More than a thousand erlang.
    assert_eq!(least(201.0, within(0.1, 1.0)), None);
    assert_eq!(ErlangC::least_servers(2.0, 5.0, Goal::GivesUp(0.0), 11), Some(11));
    assert_eq!(ErlangC::least_servers(2.0, 5.0, Goal::GivesUp(0.0), 10), None);
    for goal in [Goal::MeanWait(0.25), Goal::Waits(0.3), within(0.7, 2.0)] {
        let servers = least(7.0, goal).unwrap();
        let kept = |servers| {
            ErlangC::new(7.0, 5.0, servers).is_some_and(|queue| match goal {
                Goal::MeanWait(time) => queue.mean_wait() <= time,
                Goal::Waits(share) => queue.probability_of_wait() <= share,
                _ => queue.service_level(2.0) >= 0.7,
            })
        };
        assert!(kept(servers) && !kept(servers - 1), "{goal:?}: {servers}");
    }
    let gives_up = |rate| ErlangA::least_servers(rate, 5.0, 10.0, Goal::GivesUp(0.03), 1_000);
    assert_eq!((gives_up(100.0), gives_up(2.0)), (Some(488), Some(13)));
    assert_eq!(ErlangA::least_servers(100.0, 5.0, 10.0, Goal::GivesUp(0.03), 487), None);
    // Who may give up needs fewer servers until the same share is served in time.
    let impatient = ErlangA::least_servers(100.0, 5.0, 10.0, within(0.9, 0.25), 1_000).unwrap();
    let kept = |servers| ErlangA::new(100.0, 5.0, 10.0, servers).unwrap().service_level(0.25) >= 0.9;
    assert!(impatient < 521 && kept(impatient) && !kept(impatient - 1), "{impatient}");
}

#[test]
fn the_square_root_rule_is_that_of_halfin_and_whitt() {
    assert_is("beta 1", halfin_whitt(1.0), 0.22336127479826074);
    assert_is("beta 0.5", halfin_whitt(0.5), 0.504538640997945);
    assert_eq!((halfin_whitt(0.0), halfin_whitt(-1.0)), (1.0, 1.0));
    assert_is("a fifth", halfin_whitt_inverse(0.2), 1.0615162754187162);
    assert!(halfin_whitt_inverse(1.0) < 1e-12);
    assert_eq!((square_root_staffing(100.0, 1.0), square_root_staffing(100.0, -0.55)), (110, 95));
    assert_eq!((square_root_staffing(0.0, 2.0), square_root_staffing(1.0, -3.0)), (0, 0));
    // Off by one server at most, from 10 to 900 erlang.
    for load in [10.0, 100.0, 900.0] {
        let rule = square_root_staffing(load, halfin_whitt_inverse(0.2));
        let exact = ErlangC::least_servers(load, 1.0, Goal::Waits(0.2), 2_000).unwrap();
        assert!(rule.abs_diff(exact) <= 1, "{load} erlang: {rule} instead of {exact}");
    }
}

#[test]
#[should_panic(expected = "an arrival rate of -1")]
fn a_negative_rate_is_refused() {
    ErlangC::new(-1.0, 1.0, 1);
}
