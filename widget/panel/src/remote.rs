//! A value that is fetched, with what is known meanwhile.

use leptos::prelude::*;

use aftercare_client::Failure;

/// The last value that came, and the failure of the last attempt. Both may be there: what was shown stays
/// when a later attempt fails.
#[derive(Debug)]
pub(crate) struct Remote<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    failure: RwSignal<Option<Failure>>,
}

// Derived, both would ask the same of the value, which is not held here but by the signal's owner.
impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    pub(crate) fn new() -> Self {
        Self { value: RwSignal::new(None), failure: RwSignal::new(None) }
    }

    /// The last value, tracked.
    pub(crate) fn value(&self) -> Option<T> {
        self.value.get()
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

    /// A value has come. Nothing happens where whoever asked is gone.
    pub(crate) fn came(&self, value: T) {
        self.failure.try_set(None);
        self.value.try_set(Some(value));
    }

    /// What is known is still so.
    pub(crate) fn unchanged(&self) {
        if self.failure.try_with_untracked(Option::is_some) == Some(true) {
            self.failure.try_set(None);
        }
    }

    /// An attempt has failed. What was known stays.
    pub(crate) fn failed(&self, failure: Failure) {
        self.failure.try_set(Some(failure));
    }

    /// Changes what is known.
    pub(crate) fn update(&self, change: impl FnOnce(&mut Option<T>)) {
        self.value.try_update(change);
    }

    /// Forgets all, for another visitor.
    pub(crate) fn forget(&self) {
        self.value.set(None);
        self.failure.set(None);
    }
}
