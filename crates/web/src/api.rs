//! The JSON API: `/api/v1/…`, its description, and the pages that its problems lead to.
//!
//! A page for each resource: [`offices`], [`employees`], [`client_groups`], [`dossiers`], [`client_users`], [`events`],
//! [`recipient_settings`], [`recipients`], [`reach`], [`conversations`], [`vat_confirmations`], [`user_requests`],
//! [`mails`], [`mail_setup`], [`mail_setups`], [`suppressions`], [`bounces`], [`audit`]. A handler takes ([`auth`], [`ids`],
//! [`body`], [`fields`] and [`value`]), has the desk decide and store,
//! and answers ([`answer`], [`paging`], [`problem`]). [`frame`] lies around all of them, [`openapi`] describes them
//! from their own types, and [`docs`] makes that readable.

mod answer;
mod audit;
mod auth;
mod body;
mod bounces;
mod bulk;
mod client_groups;
mod client_users;
mod conversations;
mod docs;
mod dossiers;
mod employees;
mod events;
mod fields;
mod frame;
mod ids;
mod mail_setup;
mod mail_setups;
mod mails;
mod named;
mod offices;
mod openapi;
mod paging;
mod preview;
mod problem;
mod reach;
mod recipient;
mod recipient_settings;
mod recipients;
mod sender;
mod shape;
mod suppressions;
mod unread;
mod user_requests;
mod value;
mod vat_confirmations;

use axum::{Router, routing::any};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::problem::{Base, Kind, Problem};
use crate::App;

/// Where the routes lie.
const PREFIX: &str = "/api/v1";

/// `/api/v1/…` and `/problems/…`.
pub fn router(app: &App) -> Router<App> {
    let base = Base::from(app.desk.settings());
    let (routes, described) = routes().split_for_parts();
    let document = openapi::document(&described, &base);
    let nothing = async || Problem::new(Kind::NotFound, "There is nothing at this address.");
    let routes =
        routes.merge(docs::router(&document)).fallback(nothing).method_not_allowed_fallback(async || {
            Problem::new(Kind::MethodNotAllowed, "This method cannot be used here; see the header `Allow`.")
        });
    // The one address under the prefix that nesting leaves out.
    let root = Router::new().route(&format!("{PREFIX}/"), any(nothing));
    Router::new()
        .nest(PREFIX, frame::around(routes, base.clone()))
        .merge(frame::around(root, base))
        .merge(docs::problems())
}

fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(offices::create_office, offices::list_offices))
        .routes(routes!(offices::get_office, offices::change_office))
        .routes(routes!(employees::create_employee, employees::list_employees))
        .routes(routes!(employees::get_employee, employees::change_employee))
        .routes(routes!(employees::places::get_places))
        .routes(routes!(client_groups::create_client_group, client_groups::list_client_groups))
        .routes(routes!(client_groups::get_client_group, client_groups::change_client_group))
        .routes(routes!(dossiers::create_dossier, dossiers::list_dossiers))
        .routes(routes!(dossiers::get_dossier, dossiers::change_dossier))
        .routes(routes!(dossiers::get_welcome_sender))
        .routes(routes!(client_users::create::create_client_user, client_users::list_client_users))
        .routes(routes!(client_users::create::create_client_users))
        .routes(routes!(client_users::resend::resend_welcome_mails))
        .routes(routes!(
            client_users::get_client_user,
            client_users::change_client_user,
            client_users::withdraw_client_user
        ))
        .routes(routes!(client_users::resend::resend_welcome_mail))
        .routes(routes!(events::post::post_event, events::list_events))
        .routes(routes!(events::post::post_events))
        .routes(routes!(events::get_event))
        .routes(routes!(events::close_event))
        .routes(routes!(recipient_settings::list_recipient_settings))
        .routes(routes!(recipient_settings::choose_recipients))
        .routes(routes!(recipients::get_recipients))
        .routes(routes!(reach::get_reach))
        .routes(routes!(conversations::write::start_conversation, conversations::list_conversations))
        .routes(routes!(conversations::get_conversation))
        .routes(routes!(conversations::write::write_message))
        .routes(routes!(conversations::write::mark_conversation_read))
        .routes(routes!(vat_confirmations::confirm_vat))
        .routes(routes!(vat_confirmations::take_back_vat))
        .routes(routes!(vat_confirmations::lists::list_vat_confirmations))
        .routes(routes!(vat_confirmations::lists::get_vat_overview))
        .routes(routes!(user_requests::ask_for_user, user_requests::list_user_requests))
        .routes(routes!(user_requests::get_user_request))
        .routes(routes!(user_requests::decide::approve_user_request))
        .routes(routes!(user_requests::decide::refuse_user_request))
        .routes(routes!(mails::list_mails))
        .routes(routes!(mails::by_hand::treat_mails))
        .routes(routes!(mails::get_mail))
        .routes(routes!(mails::by_hand::retry_mail))
        .routes(routes!(mails::by_hand::cancel_mail))
        .routes(routes!(mails::by_hand::release_mail))
        .routes(routes!(mail_setup::get_mail_setup, mail_setup::change_mail_setup))
        .routes(routes!(mail_setup::check_mail_setup))
        .routes(routes!(mail_setup::partner::get_mail_setup_report))
        .routes(routes!(mail_setups::list_mail_setups))
        .routes(routes!(mail_setups::check_mail_setups))
        .routes(routes!(suppressions::list_suppressions))
        .routes(routes!(suppressions::lift_suppression))
        .routes(routes!(bounces::hand_in_bounce))
        .routes(routes!(audit::list_audit))
}
