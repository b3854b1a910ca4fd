//! Numbers of any length: real versions hold concatenated dates above 2^64.

/// A non-negative integer. The derived order is right because a small number is always below a
/// big one, and big ones compare by length, then digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Size);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Size {
    Small(u64),
    Big(usize, Box<str>),
}

impl Number {
    /// Nought.
    pub const ZERO: Self = Self(Size::Small(0));

    /// Reads ASCII digits; leading zeros don't count. None if there is none or another character.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = digits.trim_start_matches('0');
        let size = match digits {
            "" => Size::Small(0),
            _ => match digits.parse() {
                Ok(small) => Size::Small(small),
                Err(_) => Size::Big(digits.len(), digits.into()),
            },
        };
        Some(Self(size))
    }

    /// Whether it is nought.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0 == Size::Small(0)
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(Size::Small(number))
    }
}
