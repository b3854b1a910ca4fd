//! What an isolate keeps of what it has made: a few things, each under a name of its own.

/// At most so many things; the one that was kept first makes room. A list, since a few are found as fast in it
/// as in a tree, with a tenth of the code.
#[derive(Debug)]
pub(crate) struct Kept<K, V, const MOST: usize>(Vec<(K, V)>);

impl<K: PartialEq, V: Clone, const MOST: usize> Kept<K, V, MOST> {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// What is kept under that name.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    /// Keeps something, in the place of what was kept under its name.
    pub(crate) fn keep(&mut self, key: K, value: V) {
        self.0.retain(|(known, _)| *known != key);
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_first_makes_room() {
        let mut kept = Kept::<u32, &str, 2>::new();
        for (key, value) in [(1, "a"), (2, "b"), (1, "c"), (3, "d")] {
            kept.keep(key, value);
        }
        assert_eq!([1, 2, 3].map(|key| kept.get(&key)), [Some("c"), None, Some("d")]);
    }
}
