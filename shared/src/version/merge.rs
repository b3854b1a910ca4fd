//! A merge sort that can't panic: the library's may, under an order with a cycle in it, and Maven's has
//! them between exotic versions. Equal items stay in their order.

/// Sorts by what comes before what. Under an order with a cycle the result is some order of the same items.
pub(crate) fn sort<T>(items: &mut Vec<T>, is_before: impl Fn(&T, &T) -> bool + Copy) {
    if items.len() < 2 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    sort(items, is_before);
    sort(&mut right, is_before);
    let left = std::mem::take(items);
    items.reserve(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    loop {
        let takes_right = match (left.peek(), right.peek()) {
            (Some(left), Some(right)) => is_before(right, left),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return,
        };
        items.extend(if takes_right { right.next() } else { left.next() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::{Order, Version};

    #[test]
    fn it_sorts_as_the_library_does() {
        let mut items: Vec<(u32, u32)> = (0..200).map(|turn| (turn * 7_919 % 40, turn)).collect();
        let mut sorted = items.clone();
        sorted.sort_by_key(|(key, _)| *key);
        sort(&mut items, |a, b| a.0 < b.0);
        assert_eq!(items, sorted);
    }

    #[test]
    fn a_cycle_makes_it_neither_panic_nor_lose_anything() {
        let words = ["1.0-rc1", "1.0", "1.dev", "1.dev-1", "1-1", "1.sp"];
        let parse = |turn: usize| Version::parse_as(Order::Maven, words[turn * 5 % words.len()]).unwrap();
        let mut versions: Vec<Version> = (0..300).map(parse).collect();
        sort(&mut versions, |a, b| a < b);
        assert_eq!(versions.len(), 300);
    }
}
