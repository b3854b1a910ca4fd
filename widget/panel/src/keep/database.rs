//! IndexedDB: one database, one store of texts.
//!
//! Every step may fail (storage blocked, disk full, the database deleted under us); a failure is an absent
//! answer, and the caller goes on in memory.

use core::cell::RefCell;

use js_sys::{Array, Function, Promise};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "aftercare";
const STORE: &str = "kept";

thread_local! {
    static OPENED: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// The open database.
pub(super) struct Database(IdbDatabase);

impl Database {
    /// Opens it, once a page. `None` where the browser does not let us.
    pub(super) async fn open() -> Option<Self> {
        if let Some(database) = OPENED.with_borrow(Clone::clone) {
            return Some(Self(database));
        }
        let database = open().await.ok()?;
        OPENED.with_borrow_mut(|opened| *opened = Some(database.clone()));
        Some(Self(database))
    }

    /// The text under a name; `None` on the outside where the store did not answer.
    pub(super) async fn value(&self, name: &str) -> Option<Option<String>> {
        let store = self.store(IdbTransactionMode::Readonly)?.1;
        let request = store.get(&name.into()).ok()?;
        JsFuture::from(settling(&request)).await.ok()?;
        Some(request.result().ok()?.as_string())
    }

    /// The texts under all names that begin so; `None` where the store did not answer.
    pub(super) async fn values(&self, prefix: &str) -> Option<Vec<(String, String)>> {
        let store = self.store(IdbTransactionMode::Readonly)?.1;
        let end = [prefix, "\u{ffff}"].concat();
        let range = IdbKeyRange::bound(&prefix.into(), &end.into()).ok()?;
        // Both are asked before anything is awaited, while the transaction is open.
        let names = store.get_all_keys_with_key(&range).ok()?;
        let texts = store.get_all_with_key(&range).ok()?;
        let both = [settling(&names), settling(&texts)];
        for settling in both {
            JsFuture::from(settling).await.ok()?;
        }
        let (names, texts) = (Array::from(&names.result().ok()?), Array::from(&texts.result().ok()?));
        let pair = |(name, text): (JsValue, JsValue)| Some((name.as_string()?, text.as_string()?));
        Some(names.iter().zip(texts.iter()).filter_map(pair).collect())
    }

    /// All changes in one transaction; whether it was committed.
    pub(super) async fn write(&self, changes: &[(String, Option<String>)]) -> bool {
        let Some((transaction, store)) = self.store(IdbTransactionMode::Readwrite) else { return false };
        for (name, text) in changes {
            let asked = match text {
                Some(text) => store.put_with_key(&text.into(), &name.into()).is_ok(),
                None => store.delete(&name.into()).is_ok(),
            };
            if !asked {
                return false;
            }
        }
        let committed = Promise::new(&mut |resolve: Function, reject: Function| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        JsFuture::from(committed).await.is_ok()
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<(IdbTransaction, IdbObjectStore)> {
        let Ok(transaction) = self.0.transaction_with_str_and_mode(STORE, mode) else {
            // The connection was closed under us: the next one opens it anew.
            OPENED.with_borrow_mut(|opened| *opened = None);
            return None;
        };
        let store = transaction.object_store(STORE).ok()?;
        Some((transaction, store))
    }
}

async fn open() -> Result<IdbDatabase, JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::UNDEFINED)?;
    let request = factory.open_with_u32(NAME, 1)?;
    let made = request.clone();
    // Called within the request, or never; a leak would be this closure, once a page.
    let on_upgrade = Closure::once_into_js(move || {
        if let Ok(database) = made.result() {
            // It fails where the store is there already.
            let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(on_upgrade.unchecked_ref()));
    JsFuture::from(settling(&request)).await?;
    Ok(request.result()?.unchecked_into())
}

/// Settles when the request does. Made before anything is awaited, so that no event is missed.
fn settling(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}
