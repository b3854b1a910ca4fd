//! A value that is fetched, with what is known meanwhile.

use aftercare_client::Failure;
use aftercare_ui::State;

/// The last value that came, and the failure of the last attempt. Both may be there: what was shown stays
/// when a later attempt fails.
#[derive(Debug)]
pub(crate) struct Remote<T> {
    value: State<Option<T>>,
    failure: State<Option<Failure>>,
}

// Derived, both would ask the same of the value, which is not held here.
impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    pub(crate) fn new() -> Self {
        Self { value: State::new(None), failure: State::new(None) }
    }

    /// Looks at the last value, tracked.
    pub(crate) fn with<U>(&self, look: impl FnOnce(Option<&T>) -> U) -> U {
        self.value.with(|value| look(value.as_ref()))
    }

    /// Looks at the last value, not tracked.
    pub(crate) fn peek<U>(&self, look: impl FnOnce(Option<&T>) -> U) -> U {
        self.value.with_untracked(|value| look(value.as_ref()))
    }

    /// The failure of the last attempt, tracked.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.failure.get()
    }

    /// A value has come.
    pub(crate) fn came(&self, value: T) {
        self.failure.set(None);
        self.value.set(Some(value));
    }

    /// What is known is still so.
    pub(crate) fn unchanged(&self) {
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
    }

    /// An attempt has failed. What was known stays.
    pub(crate) fn failed(&self, failure: Failure) {
        self.failure.set(Some(failure));
    }

    /// Forgets all, for another visitor.
    pub(crate) fn forget(&self) {
        self.failure.set(None);
        self.value.set(None);
    }
}
