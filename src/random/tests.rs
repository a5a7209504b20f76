//! Streams and keys: pinned values, and that what differs in its key differs.

use super::{Stream, name_key, philox, uniform, uniform32};
use rand::Rng;
use rand::TryRng;
use std::collections::BTreeSet;

#[test]
fn uniform_numbers_stay_inside_the_open_interval() {
    assert_eq!(uniform(0), 2.0_f64.recip() * f64::EPSILON);
    assert_eq!(uniform(u64::MAX), 1.0 - f64::EPSILON / 2.0);
    assert_eq!(uniform32(0), 0.5 / 4_294_967_296.0);
    assert_eq!(uniform32(u32::MAX), 1.0 - 0.5 / 4_294_967_296.0);
}

#[test]
fn uniform_numbers_are_symmetrical_and_keep_the_upper_bits() {
    for bits in [0, 1 << 12, 0x0123_4567_89ab_cdef, 1 << 63, u64::MAX] {
        assert_eq!(uniform(bits) + uniform(!bits), 1.0, "{bits:x}");
        assert_eq!(uniform(bits | 0xfff), uniform(bits), "{bits:x}");
        assert_eq!(uniform32((bits >> 32) as u32) + uniform32(!((bits >> 32) as u32)), 1.0, "{bits:x}");
    }
    assert!(uniform(1 << 12) > uniform(0));
    assert_eq!(uniform(1 << 63), 0.5 + f64::EPSILON / 2.0);
}

#[test]
fn uniform_numbers_have_the_moments_of_the_uniform_law() {
    let mut stream = Stream::new([1, 2], [3, 4, 5]);
    let draws = 1_000_000;
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..draws {
        let u = stream.uniform();
        sum += u;
        squares += u * u;
    }
    let count = f64::from(draws);
    // the variances of u and of its square are 1/12 and 4/45
    assert!((sum / count - 0.5).abs() < 4.0 * (1.0 / 12.0 / count).sqrt(), "{}", sum / count);
    assert!((squares / count - 1.0 / 3.0).abs() < 4.0 * (4.0 / 45.0 / count).sqrt(), "{}", squares / count);
}

#[test]
fn every_bit_is_set_half_the_time_and_independent_of_its_neighbour_in_key_and_counter() {
    let blocks = 20_000_u64;
    let mut set = [0_u32; 64];
    let mut differ = [0_u32; 64];
    for counter in 0..blocks {
        let word = philox([7, 0], [counter, 0, 0, 0])[0];
        let other = philox([7, 1], [counter + 1, 0, 0, 0])[0];
        for bit in 0..64 {
            set[bit] += (word >> bit & 1) as u32;
            differ[bit] += ((word ^ other) >> bit & 1) as u32;
        }
    }
    // 128 counts: 4.5 standard deviations are passed by chance once in a thousand times
    let allowed = 4.5 * (blocks as f64 / 4.0).sqrt();
    for count in set.into_iter().chain(differ) {
        assert!((f64::from(count) - blocks as f64 / 2.0).abs() < allowed, "{count}");
    }
}

#[test]
fn a_name_key_depends_on_every_letter() {
    let names = ["", "a", "b", "ab", "ba", "chat", "chat ", "Chat", "whatsapp", "arrival", "handling"];
    let keys: BTreeSet<u64> = names.iter().map(|name| name_key(name)).collect();
    assert_eq!(keys.len(), names.len());
    for (left, right) in [("chat1", "chat2"), ("a", "b"), ("queue", "quEue")] {
        let differing = (name_key(left) ^ name_key(right)).count_ones();
        assert!((16..=48).contains(&differing), "{left} and {right} differ in {differing} bits");
    }
}

#[test]
fn name_keys_are_pinned() {
    let keys = ["", "chat", "größe"].map(name_key);
    assert_eq!(keys, [17665956581633026203, 15106017433206054658, 13731609136773574632]);
}

#[test]
fn a_stream_hands_out_the_words_of_consecutive_blocks() {
    let (key, prefix) = ([11, 12], [13, 14, 15]);
    let mut stream = Stream::new(key, prefix);
    let words: Vec<u64> = (0..10).map(|_| stream.word()).collect();
    let blocks = (0..3).flat_map(|block| philox(key, [13, 14, 15, block]));
    assert_eq!(words, blocks.take(10).collect::<Vec<_>>());
}

#[test]
fn a_stream_is_a_generator_of_rand() {
    let fresh = || Stream::new([1, 2], [3, 4, 5]);
    let mut stream = fresh();
    let words = [(); 3].map(|()| stream.word());
    assert_eq!(fresh().next_u64(), words[0]);
    assert_eq!(u64::from(fresh().next_u32()), words[0] >> 32);
    let mut bytes = [0; 11];
    let mut stream = fresh();
    stream.try_fill_bytes(&mut bytes).unwrap();
    assert_eq!(bytes[..8], words[0].to_le_bytes());
    assert_eq!(bytes[8..], words[1].to_le_bytes()[..3]);
    assert_eq!(stream.word(), words[2]);
}
