//! Which of many stretches holds a point, without searching all of them.
//!
//! The scale that the stretches lie on is divided into steps of equal length, about as many as there are
//! stretches, and for each step it is written down which stretch is the first to end after it begins. Working
//! hours are spread so evenly that one or two are then left to look at; where they are not, these few
//! are searched. A timeline keeps one over time, to find an instant, and one over open time, to find the
//! opening in which a target is used up.

/// The ends of stretches that follow one another on a scale, and where to look for a point among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Steps {
    /// Where the scale begins.
    from: i64,
    /// A step is `2^shift` long.
    shift: u32,
    /// For each step the first stretch that ends after it begins, and at last the number of stretches.
    first: Vec<u32>,
    ends: Vec<i64>,
}

impl Steps {
    /// Over stretches on a scale from one point to another, by their ends, which rise.
    pub(super) fn over(from: i64, until: i64, ends: Vec<i64>) -> Self {
        let count = u64::try_from(ends.len()).unwrap_or(u64::MAX).max(1);
        let scale = u64::try_from(until.saturating_sub(from)).unwrap_or_default();
        let length = scale.div_ceil(count).max(1).next_power_of_two();
        let mut first = Vec::with_capacity(ends.len() + 2);
        let (mut at, mut begin) = (0_usize, from);
        while begin < until {
            at += ends.iter().skip(at).take_while(|end| **end <= begin).count();
            first.push(index(at));
            begin = begin.saturating_add_unsigned(length);
        }
        first.push(index(ends.len()));
        Self { from, shift: length.trailing_zeros(), first, ends }
    }

    /// The first stretch that ends after a point; the number of stretches where none does.
    pub(super) fn first_ending_after(&self, at: i64) -> usize {
        let Ok(into) = u64::try_from(at.saturating_sub(self.from)) else { return 0 };
        let step = usize::try_from(into >> self.shift).unwrap_or(usize::MAX);
        let Some([first, next, ..]) = self.first.get(step..) else { return self.ends.len() };
        let (first, next) = (place(*first), place(*next));
        let near = self.ends.get(first..next).unwrap_or_default();
        first + near.partition_point(|end| *end <= at)
    }

    /// Where the stretch before this one ends, or the scale begins.
    pub(super) fn end_before(&self, index: usize) -> i64 {
        index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(self.from)
    }
}

/// As small as it may be: no horizon holds as many openings as a `u32` has numbers.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn place(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}
