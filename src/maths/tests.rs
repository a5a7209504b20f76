//! Against statrs, tables, and what must hold of any such function.

// The reference values keep the digits they were computed with.
#![allow(clippy::excessive_precision)]

use super::*;
use statrs::distribution::{ContinuousCDF, Gamma, Normal, StudentsT};

fn assert_relative(found: f64, wanted: f64, tolerance: f64, place: &str) {
    let error = (found - wanted).abs() / wanted.abs();
    assert!(error <= tolerance, "{place}: {found:e} instead of {wanted:e}, relative error {error:e}");
}

/// Computed with 60 digits from the error function.
const NORMAL_QUANTILES: [(f64, f64); 13] = [
    (1e-300, -37.047096299361199237),
    (1e-20, -9.2623400897984075796),
    (1e-10, -6.3613409024040561991),
    (0.001, -3.0902323061678135354),
    (0.02425, -1.9729610513118848376),
    (0.0749, -1.4402382675279636631),
    (0.0751, -1.4388253927525399824),
    (0.25, -0.6744897501960817432),
    (0.4999, -0.00025066283008800749239),
    (0.6, 0.25334710313579974132),
    (0.9, 1.2815515655446005935),
    (0.99, 2.3263478740408407676),
    (0.9999999999999999, 8.2095361516013868556),
];

/// Computed with 60 digits from the error function.
const NORMAL_PROBABILITIES: [(f64, f64); 7] = [
    (-30.0, 4.9067139271481870595e-198),
    (-8.0, 6.2209605742717841235e-16),
    (-2.5, 0.006209665325776135167),
    (-0.1, 0.46017216272297101633),
    (0.3, 0.61791142218895263307),
    (1.0, 0.84134474606854294859),
    (3.0, 0.99865010196836990547),
];

/// (shape, x, probability), computed with 60 digits.
const GAMMA_PROBABILITIES: [(f64, f64, f64); 11] = [
    (0.001, 0.5, 0.99943993334352925011),
    (0.05, 1e-12, 0.25802521060936053188),
    (0.3, 2.5, 0.98815467815468866307),
    (1.0, 0.7, 0.50341469620859046324),
    (2.5, 1.0, 0.15085496391539036377),
    (9.9, 20.0, 0.99540039499685139037),
    (10.1, 4.0, 0.0073478038898028659614),
    (50.0, 70.0, 0.9948594975414941061),
    (400.0, 380.0, 0.1585507097842947912),
    (10_000.0, 10_100.0, 0.8413487504471796224),
    (1_000_000.0, 999_000.0, 0.15865521357430365246),
];

/// (probability, degrees, t), computed with 60 digits from the incomplete beta function.
const STUDENT_QUANTILES: [(f64, f64, f64); 15] = [
    (0.55, 1.0, 0.15838444032453643685),
    (0.9, 1.0, 3.0776835371752541331),
    (0.9995, 1.0, 636.61924876878972983),
    (0.975, 2.0, 4.3026527297494617894),
    (0.975, 2.5, 3.5746548420036817607),
    (0.975, 4.0, 2.7764451051977934898),
    (0.995, 9.0, 3.2498355415922257205),
    (0.9, 39.0, 1.3036385886212742584),
    (0.975, 41.0, 2.0195409704413756332),
    (0.9995, 1000.0, 3.3002826484239441558),
    (0.975, 9999.0, 1.9602012636213573003),
    (0.975, 10001.0, 1.9602012161646406916),
    (0.999999, 10001.0, 4.7562294043968589501),
    (0.975, 1000000.0, 1.9599663568141066553),
    (0.999999, 3.0, 103.29946777942897177),
];

#[test]
fn the_normal_quantile_has_all_its_digits() {
    for (probability, wanted) in NORMAL_QUANTILES {
        assert_relative(normal_quantile(probability), wanted, 1e-15, &format!("{probability}"));
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    for outside in [-0.1, 1.1, f64::NAN] {
        assert!(normal_quantile(outside).is_nan(), "{outside}");
    }
}

#[test]
fn the_normal_quantile_agrees_with_another_implementation() {
    let oracle = Normal::standard();
    for step in 1..2000 {
        let probability = f64::from(step) / 2000.0;
        let difference = (normal_quantile(probability) - oracle.inverse_cdf(probability)).abs();
        assert!(difference < 1e-13, "{probability}: {difference:e}");
    }
}

#[test]
fn the_normal_cdf_is_right_far_into_the_tails_and_undoes_the_quantile() {
    for (x, wanted) in NORMAL_PROBABILITIES {
        assert_relative(normal_cdf(x), wanted, if x < -10.0 { 1e-13 } else { 1e-14 }, &format!("{x}"));
    }
    for exponent in 1..60 {
        let probability = 0.7_f64 / (1_u64 << exponent) as f64;
        assert_relative(normal_cdf(normal_quantile(probability)), probability, 3e-14, &format!("{probability}"));
    }
}

#[test]
fn the_gamma_cdf_has_its_digits() {
    for (shape, x, wanted) in GAMMA_PROBABILITIES {
        let tolerance = if shape < 1e5 { 1e-13 } else { 2e-12 };
        assert_relative(gamma_cdf(shape, x), wanted, tolerance, &format!("shape {shape} at {x}"));
    }
    assert_eq!((gamma_cdf(2.0, 0.0), gamma_cdf(2.0, -1.0), gamma_cdf(2.0, f64::INFINITY)), (0.0, 0.0, 1.0));
    assert!(gamma_cdf(0.0, 1.0).is_nan() && gamma_cdf(-1.0, 1.0).is_nan() && gamma_cdf(f64::NAN, 1.0).is_nan());
}

#[test]
fn the_gamma_cdf_agrees_with_another_implementation() {
    for shape in [0.2, 0.9, 1.0, 3.0, 9.99, 10.0, 25.0, 120.0] {
        let oracle = Gamma::new(shape, 1.0).unwrap();
        for step in 1..200 {
            let x = shape * f64::from(step) / 50.0;
            let difference = (gamma_cdf(shape, x) - oracle.cdf(x)).abs();
            assert!(difference < 1e-12, "shape {shape} at {x}: {difference:e}");
        }
    }
}

#[test]
fn the_gamma_quantile_undoes_the_cdf() {
    for shape in [0.001, 0.01, 0.1, 0.5, 1.0, 1.7, 5.0, 9.999, 10.0, 33.0, 1e3, 1e5] {
        for probability in [1e-12, 1e-6, 0.001, 0.1, 0.4999, 0.5, 0.5001, 0.77, 0.9, 0.999, 1.0 - 1e-9] {
            let x = gamma_quantile(shape, probability);
            if x == 0.0 {
                // Below the smallest number that can be written: the bound x^shape / Γ(shape + 1) must agree.
                assert!(ln(probability) / shape < -700.0, "shape {shape} at {probability}");
                continue;
            }
            // A tail next to 1 is known no better than the distance of 1 to its neighbour.
            let tail = probability.min(1.0 - probability);
            let error = (gamma_cdf(shape, x) - probability).abs() / tail;
            let resolution = if probability > 0.5 { 1e-15 / tail } else { 0.0 };
            assert!(error < 1e-10 + resolution, "shape {shape} at {probability}: x = {x:e}, error {error:e}");
        }
    }
    assert_eq!((gamma_quantile(2.0, 0.0), gamma_quantile(2.0, 1.0)), (0.0, f64::INFINITY));
    assert!(gamma_quantile(2.0, 1.5).is_nan() && gamma_quantile(0.0, 0.5).is_nan());
}

#[test]
fn the_gamma_quantile_of_shape_one_is_exponential() {
    for probability in [1e-9, 0.1, 0.5, 0.9, 0.999_999] {
        assert_relative(gamma_quantile(1.0, probability), -ln_1p(-probability), 1e-14, &format!("{probability}"));
    }
}

/// (a, b, x, probability), computed with 40 digits.
const BETA_PROBABILITIES: [(f64, f64, f64, f64); 7] = [
    (1.4, 0.6, 0.3, 0.10849090737299570094),
    (1.999, 0.001, 0.9, 0.0014025529304142866353),
    (1.001, 0.999, 0.5, 0.499306853058078774),
    (0.5, 0.5, 1e-12, 6.3661977236768743997e-7),
    (3.0, 7.0, 0.95, 0.99999997428125),
    (30.0, 4.0, 0.8, 0.080812725764549714329),
    (2.5, 0.1, 0.999999, 0.71604791158623573088),
];

#[test]
fn the_beta_cdf_has_its_digits() {
    for (a, b, x, wanted) in BETA_PROBABILITIES {
        assert_relative(beta_cdf(a, b, x), wanted, 3e-13, &format!("{a}, {b}, {x}"));
    }
    assert_eq!([-1.0, 0.0, 1.0, 2.0].map(|x| beta_cdf(2.0, 3.0, x)), [0.0, 0.0, 1.0, 1.0]);
    assert!(
        beta_cdf(0.0, 1.0, 0.5).is_nan() && beta_cdf(1.0, -1.0, 0.5).is_nan() && beta_cdf(1.0, 1.0, f64::NAN).is_nan()
    );
}

#[test]
fn the_beta_cdf_agrees_with_another_implementation() {
    for (a, b) in [(0.3, 2.0), (1.7, 0.3), (5.0, 5.0), (80.0, 20.0)] {
        let law = statrs::distribution::Beta::new(a, b).unwrap();
        for step in 1..100 {
            let x = f64::from(step) / 100.0;
            let (found, wanted) = (beta_cdf(a, b, x), law.cdf(x));
            assert!((found - wanted).abs() < 1e-12, "{a}, {b} at {x}: {found} instead of {wanted}");
        }
    }
}

#[test]
fn the_student_quantile_has_its_digits() {
    for (probability, degrees, wanted) in STUDENT_QUANTILES {
        // 1 - probability is all that the tail knows, so its rounding is not an error of the function.
        let place = format!("{probability} with {degrees} degrees");
        assert_relative(student_t_quantile(probability, degrees), wanted, 2e-13, &place);
        // the law is symmetrical
        let mirrored = student_t_quantile(1.0 - probability, degrees);
        assert_relative(-mirrored, wanted, 2e-10, &place);
    }
    assert_eq!(student_t_quantile(0.5, 7.0), 0.0);
    assert_eq!(student_t_quantile(1.0, 7.0), f64::INFINITY);
    assert_eq!(student_t_quantile(0.0, 7.0), f64::NEG_INFINITY);
    for (probability, degrees) in [(0.9, 0.0), (0.9, -1.0), (0.9, f64::NAN), (1.1, 3.0), (f64::NAN, 3.0)] {
        assert!(student_t_quantile(probability, degrees).is_nan(), "{probability} with {degrees} degrees");
    }
}

#[test]
fn the_student_quantile_agrees_with_another_implementation() {
    for degrees in 1..=1000 {
        let oracle = StudentsT::new(0.0, 1.0, f64::from(degrees)).unwrap();
        for probability in [0.9, 0.95, 0.975, 0.995, 0.999, 0.9995] {
            let found = student_t_quantile(probability, f64::from(degrees));
            let place = format!("{probability} with {degrees} degrees");
            assert_relative(found, oracle.inverse_cdf(probability), 1e-10, &place);
        }
    }
}

/// The last bits are what must not change between platforms or versions. When a function changes on purpose, check the
/// new values with many digits, and put in what `cargo test --lib maths::tests::the_bits_are_pinned` prints.
#[test]
fn the_bits_are_pinned() {
    let found = [
        ln(0.3),
        ln_1p(0.3),
        exp(0.3),
        exp_m1(0.3),
        pow(0.3, 0.7),
        sqrt(0.3),
        ln_gamma(0.3),
        normal_cdf(0.3),
        normal_quantile(0.3),
        normal_quantile(0.01),
        normal_quantile(1e-12),
        gamma_cdf(0.3, 0.2),
        gamma_cdf(20.0, 30.0),
        gamma_quantile(0.3, 0.2),
        gamma_quantile(20.0, 0.9),
        student_t_quantile(0.975, 5.0),
        student_t_quantile(0.975, 200.0),
    ];
    let bits: Vec<String> = found.iter().map(|value| format!("{:016x}", value.to_bits())).collect();
    println!("    \"{}\",", bits.join("\",\n    \""));
    assert_eq!(bits, PINNED);
}

const PINNED: [&str; 17] = [
    "bff34378fcbda721",
    "3fd0ca937be1b9dc",
    "3ff599058c8c1a95",
    "3fd6641632306a56",
    "3fdb8d809c615f41",
    "3fe186f174f88472",
    "3ff188637a6c4196",
    "3fe3c5ee2cc40b79",
    "bfe0c7e39582c5fa",
    "c0029c5c4630ff0e",
    "c01c234fba57a32a",
    "3fe50a4b8ab46ef4",
    "3fef4cd0030c9cc8",
    "3f6aca6629c55444",
    "4039e70c1d614dc6",
    "4004908d359dff38",
    "3fff8ce30df9d110",
];
