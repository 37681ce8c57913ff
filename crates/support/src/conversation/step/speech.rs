//! What is said: by the customer, the assistant, a person; at once or later; to the desk alone.

use kernel::{PrincipalId, Timestamp};

use super::{Stepper, invalid};
use crate::conversation::clock::ClockKind;
use crate::conversation::event::{ByEmail, EventBody, HumanHow, Speaker};
use crate::conversation::input::{Asked, Heard, Message, Refusal, Shown};
use crate::conversation::state::{Holder, Owner, Scheduled, State, WaitingOn};
use crate::conversation::{
    ATTACHMENTS_MAX, CHOICE_CHARS_MAX, CHOICES_MAX, MENTIONED_MAX, MENTIONS_MAX, SCHEDULED_MAX,
    TEXT_CHARS_MAX,
};

/// Longest id that a sender gives a message.
const CLIENT_ID_CHARS_MAX: usize = 64;

impl Stepper<'_, '_> {
    pub(super) fn customer_message(
        &mut self,
        message: Message,
        heard: Heard,
    ) -> Result<(), Refusal> {
        check(&message)?;
        self.reopen_if_resolved();
        self.wake_up();
        if let Some(language) = &heard.language {
            self.c.language.clone_from(language);
        }
        let text = message.text.clone();
        self.say(message, heard.language, heard.email, Shown::default());
        self.said(Speaker::Customer, &text);
        self.c.seen_by_customer = self.c.seq;
        self.c.earlier = heard.earlier;
        for signal in heard.signals {
            if !self.c.signals.contains(&signal) {
                self.c.signals.push(signal);
            }
        }
        self.care(heard.priority, heard.complaint, heard.signpost);
        if let Some(asked) = heard.asked {
            self.ask_for_person(asked);
        } else if self.c.priority.quiet_ai && self.c.floor.holder == Holder::Ai {
            let asked = Asked { how: HumanHow::CriticalMoment, words: None };
            self.ask_for_person(asked);
        } else {
            self.wait_for_us();
        }
        Ok(())
    }

    /// The customer wrote: whoever has the floor answers.
    pub(super) fn wait_for_us(&mut self) {
        self.c.waiting_on = WaitingOn::Us;
        match self.c.floor.holder {
            Holder::Ai => self.c.answer_by = Some(self.now().plus(self.context.rules.ai_answer)),
            Holder::Person { .. } => self.start(ClockKind::NextResponse),
            Holder::Nobody if self.c.human.is_none() => {
                let how = HumanHow::NoAssistant;
                self.ask_for_person(Asked { how, words: None });
            }
            Holder::Nobody => self.queue(),
        }
    }

    /// Fenced by the floor: an answer that was thought under an epoch that is over is not said, but
    /// kept for the desk.
    pub(super) fn ai_message(
        &mut self,
        message: Message,
        epoch: u64,
        shown: Shown,
    ) -> Result<(), Refusal> {
        check(&message)?;
        let long = |choice: &String| choice.chars().count() > CHOICE_CHARS_MAX;
        if shown.choices.len() > CHOICES_MAX || shown.choices.iter().any(long) {
            let said = format!("at most {CHOICES_MAX}, of at most {CHOICE_CHARS_MAX} characters");
            return Err(invalid("choices", said));
        }
        if let State::Resolved { .. } = self.c.state {
            return Err(Refusal::Resolved);
        }
        if self.c.floor.holder != Holder::Ai
            || self.c.floor.epoch != epoch
            || self.c.priority.quiet_ai
        {
            let Message { client_id, text, .. } = message;
            let by = self.context.by.clone();
            self.push_as(by, Some(client_id), EventBody::DraftDiscarded { text, epoch });
            self.discarded = true;
            return Ok(());
        }
        let text = message.text.clone();
        let language = Some(self.c.language.clone());
        let asks = !shown.choices.is_empty();
        self.say(message, language, None, shown);
        self.said(Speaker::Ai, &text);
        if let Some(last) = &mut self.c.last {
            last.asks = asks;
        }
        self.c.answer_by = None;
        self.c.waiting_on = WaitingOn::Customer;
        Ok(())
    }

    pub(super) fn person_message(&mut self, message: Message) -> Result<(), Refusal> {
        check(&message)?;
        let (user, _) = self.user()?;
        self.must_have(&user)?;
        let text = message.text.clone();
        self.say(message, None, None, Shown::default());
        self.said(Speaker::Person, &text);
        self.c.seen_by_desk = self.c.seq;
        self.renew();
        self.answered_by_person();
        Ok(())
    }

    pub(super) fn schedule(&mut self, message: Message, send_at: Timestamp) -> Result<(), Refusal> {
        check(&message)?;
        let (user, name) = self.user()?;
        self.must_have(&user)?;
        if send_at <= self.now() {
            return Err(invalid("send_at", "must be later than now"));
        }
        if self.c.scheduled.len() >= SCHEDULED_MAX {
            let problem = format!("at most {SCHEDULED_MAX} messages may wait for their time");
            return Err(invalid("send_at", problem));
        }
        if !message.attachments.is_empty() {
            return Err(invalid("attachments", "a scheduled message has none"));
        }
        let Message { client_id, text, .. } = message;
        let body =
            EventBody::Scheduled { client_id: client_id.clone(), text: text.clone(), send_at };
        let by = self.context.by.clone();
        self.push_as(by, Some(client_id.clone()), body);
        let seq = self.c.seq;
        self.c.scheduled.push(Scheduled { client_id, text, send_at, user, name, seq });
        Ok(())
    }

    pub(super) fn cancel_scheduled(&mut self, client_id: &str) -> Result<(), Refusal> {
        let place = self.c.scheduled.iter().position(|message| message.client_id == client_id);
        let place = place.ok_or_else(|| Refusal::NoScheduled(client_id.to_owned()))?;
        let cancelled = self.c.scheduled.remove(place);
        self.push(EventBody::ScheduledCancelled { client_id: cancelled.client_id });
        Ok(())
    }

    pub(super) fn note(
        &mut self,
        message: Message,
        mentions: Vec<PrincipalId>,
    ) -> Result<(), Refusal> {
        check(&message)?;
        if mentions.len() > MENTIONS_MAX {
            return Err(invalid("mentions", format!("at most {MENTIONS_MAX}")));
        }
        let more = mentions.iter().filter(|user| !self.c.mentioned.contains(user)).count();
        if self.c.mentioned.len() + more > MENTIONED_MAX {
            let said = format!("at most {MENTIONED_MAX} people are called who have not answered");
            return Err(invalid("mentions", said));
        }
        let Message { client_id, text, .. } = message;
        let by = self.context.by.clone();
        self.push_as(by, Some(client_id), EventBody::Note { text, mentions });
        Ok(())
    }

    /// Only whoever has a conversation speaks in it for the provider.
    pub(super) fn must_have(&self, user: &PrincipalId) -> Result<(), Refusal> {
        if let State::Resolved { .. } = self.c.state {
            return Err(Refusal::Resolved);
        }
        if self.c.is_of(user) {
            return Ok(());
        }
        match &self.c.assignment.owner {
            Owner::Assigned { name, .. } => Err(Refusal::Taken(name.clone())),
            Owner::None | Owner::Waiting { .. } | Owner::Offered { .. } => Err(Refusal::NotYours),
        }
    }

    fn say(
        &mut self,
        message: Message,
        language: Option<String>,
        email: Option<Box<ByEmail>>,
        shown: Shown,
    ) {
        let Shown { choices, receipt, source } = shown;
        let Message { client_id, text, attachments, in_reply_to } = message;
        let by = self.context.by.clone();
        let body = EventBody::Message {
            text,
            attachments,
            language,
            in_reply_to,
            email,
            choices,
            receipt,
            source,
        };
        self.push_as(by, Some(client_id), body);
    }
}

fn check(message: &Message) -> Result<(), Refusal> {
    let id = message.client_id.chars().count();
    if id == 0 || id > CLIENT_ID_CHARS_MAX {
        return Err(invalid("client_id", format!("1 to {CLIENT_ID_CHARS_MAX} characters")));
    }
    let blank = message.text.trim().is_empty() && message.attachments.is_empty();
    if blank || message.text.chars().count() > TEXT_CHARS_MAX {
        return Err(invalid("text", format!("1 to {TEXT_CHARS_MAX} characters")));
    }
    if message.attachments.len() > ATTACHMENTS_MAX {
        return Err(invalid("attachments", format!("at most {ATTACHMENTS_MAX}")));
    }
    Ok(())
}
