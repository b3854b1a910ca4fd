//! Paths with a query.

/// Puts a path and its query together, percent-encoding what is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    url: String,
    separator: char,
}

impl Query {
    /// Begins with a path that stands as it is.
    #[must_use]
    pub fn of(path: &str) -> Self {
        Self { url: path.to_owned(), separator: '?' }
    }

    /// Adds a parameter; the same name may come several times.
    #[must_use]
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.url.push(self.separator);
        self.separator = '&';
        self.url.push_str(name);
        self.url.push('=');
        encode(value, &mut self.url);
        self
    }

    /// Adds a parameter where there is a value.
    #[must_use]
    pub fn and_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }

    /// The whole.
    #[must_use]
    pub fn into_url(self) -> String {
        self.url
    }
}

/// A text as one segment of a path, or one value of a query.
pub(crate) fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            let digits = [byte >> 4, byte & 15].map(|nibble| char::from_digit(nibble.into(), 16));
            out.push('%');
            out.extend(digits.into_iter().flatten().map(|digit| digit.to_ascii_uppercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_can_not_end_the_parameter() {
        let url = Query::of("/v1/notices").and("sdk", "pkg:npm/%40a/b@1+2&x").and("sdk", "包").into_url();
        assert_eq!(url, "/v1/notices?sdk=pkg%3Anpm%2F%2540a%2Fb%401%2B2%26x&sdk=%E5%8C%85");
    }

    #[test]
    fn an_absent_value_leaves_the_path_bare() {
        assert_eq!(Query::of("/v1/tickets").and_some("cursor", None).into_url(), "/v1/tickets");
    }
}
