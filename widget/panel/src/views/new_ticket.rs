//! The form: what happens, how bad it is, what is promised for that, and what goes along.

use leptos::html::Input;
use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::views::promised::Promised;
use aftercare_shared::package::Purl;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::command::Refusal;
use aftercare_ui::messages::{panel, ticket};
use aftercare_ui::use_reader;

#[component]
pub(crate) fn NewTicket() -> impl IntoView {
    let panel = Panel::of_context();
    let form = panel.form;
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let subject = NodeRef::<Input>::new();
    let tried = RwSignal::new(false);
    form.take_up();

    let subject_wrong = move || {
        let refusal = form.subject_refusal().filter(|_| tried.get())?;
        Some(if refusal == Refusal::TooLong { words.subject_long } else { words.subject_missing })
    };
    let body_wrong = move || form.body_refusal().map(|_| words.body_long);
    let submit = move || {
        tried.set(true);
        if form.subject_refusal().is_some() || form.body_refusal().is_some() {
            if let Some(subject) = subject.get_untracked() {
                // It stands on the page, or there would have been no click.
                let _ = subject.focus();
            }
            return;
        }
        if let Some(key) = form.submit(panel.outbox, panel.surroundings()) {
            panel.router.go(Route::Outgoing(key));
        }
    };
    let can_submit = move || panel.session.get().is_some();
    view! {
        <form
            class="sheet"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <main class="page">
                <div>
                    <label class="label" for="subject">{words.subject}</label>
                    <input
                        class="field"
                        id="subject"
                        type="text"
                        autocomplete="off"
                        enterkeyhint="next"
                        placeholder=words.subject_example
                        node_ref=subject
                        aria-required="true"
                        aria-invalid=move || subject_wrong().map(|_| "true")
                        aria-describedby="subject-wrong"
                        bind:value=form.subject
                        on:input=move |_| form.changed()
                    />
                    <p class="wrong" id="subject-wrong" role="alert">{subject_wrong}</p>
                </div>
                <Impact />
                <Promised severity=form.severity />
                <div>
                    <label class="label" for="body">{words.body}</label>
                    <textarea
                        class="field"
                        id="body"
                        rows="5"
                        placeholder=words.body_example
                        aria-describedby="body-wrong"
                        bind:value=form.body
                        on:input=move |_| form.changed()
                    ></textarea>
                    <p class="wrong" id="body-wrong" role="alert">{body_wrong}</p>
                </div>
                <SentAlong />
                <Show when=move || form.is_begun.get()>
                    <p class="row tiny">
                        <span class="grow">{move || panel.keep.is_durable().then_some(words.draft_kept)}</span>
                        <button type="button" class="link tiny" on:click=move |_| form.discard()>{words.discard_draft}</button>
                    </p>
                </Show>
            </main>
            <div class="composer">
                <button type="submit" class="primary grow" disabled=move || !can_submit()>{words.submit}</button>
            </div>
        </form>
    }
}

/// How bad it is: one of four, each with what it means.
#[component]
fn Impact() -> impl IntoView {
    let form = Panel::of_context().form;
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let names = ticket::words(reader.lang);
    let choice = move |severity: Severity| {
        view! {
            <label>
                <input
                    type="radio"
                    name="impact"
                    value=severity.as_str()
                    prop:checked=move || form.severity.get() == severity
                    on:change=move |_| {
                        form.severity.set(severity);
                        form.changed();
                    }
                />
                {names.severity(severity)}
            </label>
        }
    };
    view! {
        <fieldset class="plain">
            <legend class="label">{words.impact}</legend>
            <div class="segments">{Severity::ALL.map(choice).collect_view()}</div>
            <p class="tiny after">{move || names.severity_means(form.severity.get())}</p>
        </fieldset>
    }
}

/// The SDK versions that go along, unless the reader says no.
#[component]
fn SentAlong() -> impl IntoView {
    let panel = Panel::of_context();
    let form = panel.form;
    let words = panel::words(use_reader().lang);
    move || {
        let sdks = panel.notices.sdks.get();
        if sdks.is_empty() {
            return None;
        }
        let line = |sdk: String| {
            let known = sdk.parse::<Purl>().ok();
            let name = known.as_ref().map_or_else(|| sdk.clone(), |purl| purl.package().name().to_owned());
            let version = known.as_ref().and_then(|purl| purl.version().map(str::to_owned));
            view! { <li class="clip"><code>{name}</code>" "{version}</li> }
        };
        Some(view! {
            <div class="card">
                <label class="row">
                    <span class="grow">
                        <b class="block">{words.attach_sdks}</b>
                        <span class="muted">{words.sdks_attached_means}</span>
                    </span>
                    <input type="checkbox" class="switch" bind:checked=form.attaches_sdks />
                </label>
                <ul class="lines tiny">{sdks.into_iter().map(line).collect_view()}</ul>
            </div>
        })
    }
}
