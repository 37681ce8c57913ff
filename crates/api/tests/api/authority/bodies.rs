//! A body for each operation that takes one.

use serde_json::{Value, json};

use super::NO_UUID;
use crate::common::{base, claim};

/// The body that an operation takes; `None` where it takes none.
pub(super) fn body_of(id: &str) -> Option<Value> {
    let fact = json!({"facts": {}, "authenticity": "clean"});
    let give = json!({"amount_minor": 100, "note": "sorry"});
    let letter = json!({"letter": "final_response", "contents": [], "finding": "rejected"});
    Some(match id {
        "post_record" => base().remove(0),
        "post_batch" => json!([]),
        "open_dispute" => claim(),
        "add_evidence" => json!({"evidence": [{"type": "message", "text": "hello"}]}),
        "represent" => json!({"evidence": [{"type": "tracking_link", "text": "T1"}]}),
        "appeal" => json!({"text": "no"}),
        "confirm_facts" => fact,
        "answer_proposal" => json!({"accept": true}),
        "request_review" => json!({"ground": "human_review"}),
        "decide" => json!({"for_party": "consumer", "amount_minor": 100, "reasons": "so"}),
        "ask_more" => json!({"what": "more"}),
        "extend_deadline" => {
            json!({"until": "2027-02-01T00:00:00Z", "ground": "dispute_mis_handled"})
        }
        "resolve_at_once" => json!({"for_party": "consumer", "ground": "fraudulent_partner"}),
        "claim_exemption" => json!({"notice_reference": "FCA-1"}),
        "report_chargeback" => json!({"id": "net-2", "amount_minor": 100, "reason_code": "13.1"}),
        "report_outcome" => json!({"stands": true}),
        "pause_plan" => json!({"days": 3, "why": "ill"}),
        "extend_plan" => json!({"instalment": 2}),
        "start_hardship" => json!({"parts": 8}),
        "waive_fee" => json!({"fee": 1}),
        "give_goodwill" | "give_refund" => give,
        "release_held" => json!({"to": "instrument", "note": "You had paid twice."}),
        "reject_request" => json!({"why": "no"}),
        "complete_task" => json!({"note": "done"}),
        "propose_policy" => json!({"name": "same", "files": {}}),
        "create_webhook" => json!({"url": "https://shop.example/hooks"}),
        "change_webhook" => json!({"active": true}),
        "create_key" => json!({"role": "merchant", "subject": "m1", "label": "x"}),
        "open_complaint" => json!({"customer_id": "c1", "order_id": "o1", "text": "why"}),
        "answer_complaint" => letter,
        "delay_complaint" => json!({"contents": []}),
        "draft_complaint_letter" => json!({"delay": {"reasons": "x"}}),
        "close_complaint" => json!({}),
        "open_incident" => json!({"severity": "minor", "what": "a test"}),
        "set_clock" => json!({"now": "2027-01-01T00:00:00Z"}),
        "advance_clock" => json!({"by_days": 1}),
        "represent_at_seat" => json!({"attachments": [
            {"payment_dispute_attachment_id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}),
        "change_account" => json!({"theme": "dark"}),
        "change_password" => json!({"current_password": "x", "new_password": "y"}),
        "confirm_totp" => json!({"code": "000000"}),
        "finish_passkey" => json!({"ticket": "x", "credential": {}}),
        "create_user" => json!({"email": "a@acme.example", "name": "A", "role": "agent"}),
        "change_user" => json!({"name": "B"}),
        "create_role" => json!({"name": "Less", "base_role": "agent", "taken": []}),
        "change_role" => json!({"taken": []}),
        "appeal_at_seat" => json!({"additional_information": "no"}),
        "report_return" => json!({}),
        "assign_dispute" => json!({"user_id": "zoe"}),
        "preview_act" => json!({"action": "give_goodwill", "order_id": "o1", "amount_minor": 100,
            "note": "sorry"}),
        "create_support_need" => json!({"need": "large_print", "consent": true}),
        "change_support_need" => json!({"consent": true}),
        "change_notifications" => {
            let told = json!({"payment_due": true, "case_updates": true, "messages": true});
            json!({"email": told, "sms": told, "phone": "+46701234567"})
        }
        "change_merchant_settings" => json!({"locale": "sv"}),
        "change_company" => json!({"languages": ["sv"]}),
        "upload_file" => json!({"name": "a.pdf", "media_type": "application/pdf",
            "content_base64": "JVBERi0xLjQK"}),
        "open_conversation" => json!({"customer_id": "c1"}),
        "send_message" | "write_note" => json!({"client_id": "x", "text": "hello"}),
        "ask_for_person" => json!({}),
        "hand_over" => json!({"epoch": 1, "why": "so"}),
        "mark_seen" => json!({"seq": 1}),
        "take_conversation"
        | "take_over_conversation"
        | "accept_offer"
        | "decline_offer"
        | "release_conversation" => json!({"assignment_version": 1}),
        "transfer_conversation" => json!({"assignment_version": 1, "skills": ["fraud"]}),
        "return_to_assistant" => json!({"epoch": 1}),
        "snooze_conversation" => json!({"until": "2027-01-01T00:00:00Z"}),
        "merge_conversation" => json!({"into": NO_UUID}),
        "tag_conversation" => json!({"add": ["vip"]}),
        "link_conversation" => json!({"order_id": "o1"}),
        "cancel_scheduled_message" => json!({"client_id": "x"}),
        "rate_conversation" => json!({"score": 5}),
        "ask_for_call_back" => json!({"phone": "+46701234567"}),
        "tell_of_call" => {
            json!({"event": "newCall", "from": "1", "to": "2", "direction": "in", "callId": "3"})
        }
        // From: a@b.example
        "receive_mail" => json!({"raw_base64": "RnJvbTogYUBiLmV4YW1wbGUNCg0KSGkNCg=="}),
        "propose_routing" => json!({"ageing_points_per_minute": 3, "critical_from_points": 60,
            "critical_skills": ["fraud"], "reserved_seats": 2, "handle_time_s": 300, "call_back_from_s": 600}),
        "simulate_routing" => json!({"load": {"contacts_per_hour": 20, "critical_share": 0.1,
            "seats": 3, "critical_seats": 1, "service_mean_s": 300, "patience_mean_s": 240,
            "hours": 1}, "runs": 2, "rules": [{"ageing_points_per_minute": 1,
            "critical_from_points": 60, "reserved_seats": 0}]}),
        "change_hours" => json!({"time_zone": "Europe/Stockholm",
            "days": [{"day": "mon", "from": "08:00", "until": "18:00"}]}),
        "pay_plan" => json!({}),
        "change_availability" => json!({"state": "away"}),
        "create_macro" => {
            json!({"name": "Hello", "language": "en", "text": "Hi {{customer.name}}"})
        }
        "change_macro" => json!({"text": "Hello {{customer.name}}"}),
        "render_macro" => json!({"conversation_id": NO_UUID}),
        "change_control" => json!({"version": 0, "rows": [{"mode": "act", "percent": 100}],
            "band": {"resolved_min": 0.5, "complaints_max": 0.1}, "window_days": 28, "cases_min": 100}),
        "review_turn" => json!({"turn": 1, "intents": ["refund_status"]}),
        "propose_procedures" => json!({"files": {}}),
        "translate_words" => json!({"what": "draft", "text": "Hello"}),
        "settle_suggestion" => json!({"outcome": "rejected"}),
        "answer_fact" => json!({"confirm": true}),
        "begin_cobrowsing" => json!({"language": "en"}),
        "claim_cobrowse_code" => json!({"code": "000000"}),
        "review_cobrowse_recording" => json!({"findings": {
            "said_why": {"mark": "yes"}, "only_needed": {"mark": "yes"}, "no_secrets": {"mark": "yes"},
            "in_control": {"mark": "not_applicable"}, "led_well": {"mark": {"score": 4}},
            "solved": {"mark": {"score": 5}}}}),
        "answer_cobrowse_review" => json!({"text": "I asked at 0:12."}),
        "follow_cobrowse_link" => json!({"token": "none"}),
        "take_seat_by_token" => json!({"token": "none", "code": "000000"}),
        "transfer_cobrowsing" => json!({"user_id": "somebody"}),
        "hold_cobrowse_recording" => json!({"held": true}),
        "propose_redaction_policy" => json!({"file": "version = 1"}),
        "propose_blind_spot" => json!({"selector": ".sum", "reason": "asked for", "owner": "web",
            "expires": "2099-01-01", "preview": true}),
        "dismiss_blind_spot" => json!({"reason": "stays hidden"}),
        "narrow_redaction_policy" => json!({"off": []}),
        "write_scorecard" => json!({"scores": {"acknowledged": 4, "correct": 5, "no_repeat": 5,
            "next_step": 3, "tone": 4}}),
        _ => return None,
    })
}
