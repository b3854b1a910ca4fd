//! Signals of any type, compiled once.
//!
//! Leptos compiles its signals anew for each type that they hold, a few kilobytes each, and the panel has
//! thirty. Here all are one signal of a value behind `dyn Any`; what is left of a type is a downcast. The
//! methods have the names and the meaning that Leptos's have.

use core::any::Any;
use core::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

use crate::watch;

type Held = Arc<dyn Any + Send + Sync>;

/// A value that others follow. Copies are the same signal.
pub struct State<T> {
    held: RwSignal<Held>,
    of: PhantomData<fn() -> T>,
}

// Derived, both would ask the same of the value, which is not held here but by the signal's owner.
impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T> core::fmt::Debug for State<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("State")
    }
}

impl<T: Send + Sync + 'static> State<T> {
    /// A signal with its first value. It lives as long as the owner it is made under.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { held: made(Arc::new(value)), of: PhantomData }
    }

    /// Looks at the value and follows it.
    ///
    /// # Panics
    /// Where the owner that it was made under is gone.
    pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.tracked())
    }

    /// Looks at the value.
    ///
    /// # Panics
    /// Where the owner that it was made under is gone.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.untracked())
    }

    #[inline(never)]
    fn tracked(&self) -> Arc<T> {
        self.held.track();
        self.untracked()
    }

    #[inline(never)]
    fn untracked(&self) -> Arc<T> {
        held(self.held).downcast().unwrap_or_else(|_| unreachable!("a state holds what it was made with"))
    }

    /// Follows the value.
    pub fn track(&self) {
        self.held.track();
    }

    /// Another value. Nothing happens where its owner is gone.
    #[inline(never)]
    pub fn set(&self, value: T) {
        put(self.held, Arc::new(value));
    }
}

impl<T: Clone + Send + Sync + 'static> State<T> {
    /// The value, followed.
    #[must_use]
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value.
    #[must_use]
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// The value, unless the owner that it was made under is gone: for what comes back to a view later.
    #[must_use]
    pub fn try_get_untracked(&self) -> Option<T> {
        self.held.try_get_untracked()?.downcast_ref().cloned()
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> State<T> {
    /// What a closure gives, with others told only when it gives something else. It follows what the closure
    /// reads.
    #[must_use]
    pub fn derived(derive: impl Fn() -> T + 'static) -> Self {
        let state = Self::new(untrack(&derive));
        watch(move || {
            let value = derive();
            // Its owner may have gone in the same breath as what it follows changed.
            if state.try_get_untracked().is_some_and(|known| known != value) {
                state.set(value);
            }
        });
        state
    }
}

impl<T: Default + Send + Sync + 'static> Default for State<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

#[inline(never)]
fn made(held: Held) -> RwSignal<Held> {
    RwSignal::new(held)
}

#[inline(never)]
fn held(signal: RwSignal<Held>) -> Held {
    signal.get_untracked()
}

#[inline(never)]
fn put(signal: RwSignal<Held>, held: Held) {
    signal.try_set(held);
}
