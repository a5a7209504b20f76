//! The program: everything it does is in the library.

fn main() {
    let path = std::env::args().nth(1).expect("a scenario");
    match quasisync::scenario::load(std::path::Path::new(&path)) {
        Err(found) => print!("{found}"),
        Ok(scenario) => {
            for warning in &scenario.warnings { println!("warning: {warning}"); }
            let time = std::time::Instant::now();
            let results = quasisync::experiment::run(&scenario.experiment, &(), &std::sync::atomic::AtomicBool::new(false)).unwrap();
            println!("{:.2} s", time.elapsed().as_secs_f64());
            for (policy, it) in scenario.experiment.policies.iter().zip(&results.policies) {
                print!("{:20}", policy.name);
                for (metric, statistic) in [("wait", "mean"), ("wait_first","mean"), ("first_response_time", "p50"), ("response_time", "p90"), ("service_level", "share"), ("abandoned", "share"), ("utilisation", "share"), ("occupancy", "share"),("concurrency","mean"), ("tempo_ratio","p90"),("fairness","cv"),("queue_length","mean"), ("inactive_pool","mean"),("resolution_time","p50")] {
                    let row = it.row(quasisync::metrics::Scope::Overall, metric, statistic).unwrap();
                    print!(" {metric} {:.3}", row.estimate.as_ref().map_or(f64::NAN, |e| e.value));
                }
                println!(" growth {:?}", it.growth);
            }
        }
    }
}
