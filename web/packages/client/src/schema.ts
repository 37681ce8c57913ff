/* eslint-disable */
// Made by `npm run generate` from openapi.json. Do not edit.

export type paths = {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process is alive. It looks at nothing else, so that a lost database does not have
         *     every node restarted.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service can work: the store answers and still takes writes. */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own name, language and looks. */
        patch: operations["change_account"];
        trace?: never;
    };
    "/v1/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's passkeys, the oldest first. */
        get: operations["list_passkeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/passkeys/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to make a passkey. */
        post: operations["begin_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/passkeys/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a passkey that the device made. */
        post: operations["finish_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove one of one's passkeys, in a session that showed a second factor. */
        delete: operations["remove_passkey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's password. Every other session of one's own ends. */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up an authenticator app. Nothing is asked for until a code of it was shown. */
        post: operations["begin_totp"];
        /** Take the authenticator app away, in a session that showed a second factor. */
        delete: operations["remove_totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a code of the app: from now on it is asked for at sign-in. */
        post: operations["confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the keys of the tenant, or of the administrator's own merchant. */
        get: operations["list_keys"];
        put?: never;
        /**
         * Make a key. Its secret is in this answer alone.
         * @description Keys of agents, supervisors and compliance officers, who decide over money, are made on the machine
         *     with `ombud key create`.
         */
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{api_key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a key, at once. */
        post: operations["revoke_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the assistant may do where, and what came of it in the window of its bands. */
        get: operations["read_control"];
        /**
         * Say what the assistant may do where, from now on. Only a person raises it; what surely leaves its band
         *     falls from act to suggest by itself.
         */
        put: operations["change_control"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/control/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the last 100 versions of the settings, the newest first. */
        get: operations["list_control_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the last 100 measurements of what the assistant understands, the newest first. */
        get: operations["list_evaluations"];
        put?: never;
        /**
         * Measure how well the assistant that runs understands the messages that ship for it and those that
         *     people marked. It takes seconds, half a minute with the sentence encoder, one at a time; where the
         *     request ends before, the measurement goes on and is in the list afterwards.
         */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the procedures in force. */
        get: operations["list_procedures"];
        put?: never;
        /**
         * Propose procedures: they are proved now, and wait for another person, who puts them in force as any
         *     proposed policy. They are proved again then.
         */
        post: operations["propose_procedures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what came of the conversations in which the assistant was first asked in a period. */
        get: operations["read_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversations of the last 14 days that are worth a look and that nobody reviewed, the lowest
         *     scores first, at most 200.
         */
        get: operations["list_worth_a_look"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/reviews.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download what people marked as comma-separated values, in the format that intents are learnt from:
         *     text, lang, intent. The audit trail notes it.
         */
        get: operations["export_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/reviews/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the assistant's turns in a conversation: what it understood, said and did, and what people said
         *     of it.
         */
        get: operations["read_turns"];
        put?: never;
        /** Say what the message of a turn meant. It becomes a row of the evaluation set. */
        post: operations["review_turn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file, to be sent once in a message of one's own. */
        post: operations["upload_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attachments/{attachment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file of a conversation that the caller may read. */
        get: operations["download_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a checkpoint of the audit trail. */
        post: operations["make_checkpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the entries of the audit trail, lane by lane, the oldest first. */
        get: operations["list_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/assets/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a picture or font of the company's site by the SHA-256 of its bytes, as a capture names it
         *     (docs/cobrowse-assets.md).
         */
        get: operations["read_cobrowse_asset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/blind-spots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what people of the desk could not see: 100 boxes at most, first those that were missed in most
         *     sessions.
         */
        get: operations["list_blind_spots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/blind-spots/{blind_spot_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide that a box stays hidden. */
        post: operations["dismiss_blind_spot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/blind-spots/{blind_spot_id}/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose that a box be shown: the policy file with one rule more. Another person puts it in force
         *     (`POST /v1/policies/proposals/{task_id}/activate`), as every file that shows more.
         */
        post: operations["propose_blind_spot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join the customer who reads out a code, and ask them to show their page. */
        post: operations["claim_cobrowse_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how cases went with and without co-browsing: of those opened in the period that a person had.
         *     This is no trial: whom an agent asks to co-browse is not drawn by lot.
         */
        get: operations["read_cobrowse_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Come by the link of an invitation. A page that knows its customer calls as them: then the link is
         *     theirs alone.
         */
        post: operations["follow_cobrowse_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the redaction policy in force; null where pages release by attributes. */
        get: operations["read_redaction_policy"];
        put?: never;
        /**
         * Propose the policy file that follows the one in force. Where it lets agents see no more it is in force
         *     at once; otherwise another person approves the task (`POST /v1/policies/proposals/{task_id}/activate`).
         */
        post: operations["propose_redaction_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/policy/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what waits for another person before it is released, and who released what before. */
        get: operations["read_redaction_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/policy/narrow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take something away from the policy, at once: it is hidden in sessions that are open too. To give
         *     something back, propose a file.
         */
        post: operations["narrow_redaction_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/policy/proposals/{task_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a policy file that waits for another person, or take back one's own. What is in force stays. */
        post: operations["decline_redaction_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find recordings, the newest first: whoever leads the desk all, others those of sessions that they were
         *     first to join.
         */
        get: operations["list_cobrowse_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reviews of recordings, the newest first. Whoever does not lead the desk reads those of their own
         *     work.
         */
        get: operations["list_cobrowse_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/reviews/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far two reviewers of the same recordings agree, by criterion (Cohen's kappa; of scores with
         *     squared weights). Of the newest 5,000 reviews by the scorecard in force.
         */
        get: operations["read_cobrowse_agreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/reviews/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what recordings are scored by. */
        get: operations["read_cobrowse_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/reviews/{scorecard_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a review of your own work, once a version. */
        post: operations["answer_cobrowse_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a seat as a person who works in the company's own tool, by a token that the tool signed. */
        post: operations["take_seat_by_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/seats/assets/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a picture or font of the company's site, for a view in a tool of the company's own: the bearer is the
         *     token that took the seat. It is given for as long as the seat is taken.
         */
        get: operations["read_cobrowse_asset_from_seat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List co-browsing sessions, the newest first: of a conversation, of a customer, or all. */
        get: operations["list_cobrowse_sessions"];
        put?: never;
        /** Begin to show your page to somebody of the desk: nothing is shown before you say yes to them. */
        post: operations["begin_cobrowsing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a co-browsing session. */
        get: operations["read_cobrowse_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a co-browsing session, as its customer or as somebody of the desk who is in it. */
        post: operations["end_cobrowsing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Come where you were invited, as the customer: you are asked before anything is shown. */
        post: operations["join_cobrowsing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the link of an invitation, to be copied or written in the chat: good until `expires_at`, once. */
        post: operations["link_to_cobrowse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a place with the token of the one before, as the bearer: after a reload of the page, in another
         *     tab, or when the connection was lost.
         */
        post: operations["renew_cobrowse_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a recording: every record of it, proved to be whole and unchanged, in a format for the player
         *     (docs/cobrowse-recording.md). That you did is in the audit trail.
         */
        get: operations["watch_cobrowse_recording"];
        put?: never;
        post?: never;
        /** Forget a recording: its key at once, which makes every copy of it noise. */
        delete: operations["shred_cobrowse_recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/recording/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a recording under a legal hold, or end that. */
        post: operations["hold_cobrowse_recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/recording/rrweb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a recording as a list of events of rrweb 2, for players and tools of others. That you did is in the
         *     audit trail.
         */
        get: operations["export_cobrowse_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/recording/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify a recording: every part of it is opened and held against the one before. That you did is in the
         *     audit trail.
         */
        post: operations["verify_cobrowse_recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/recording/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who opened a recording, and for what, the last first; at most 1,000. The audit trail proves each. */
        get: operations["list_cobrowse_watches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the reviews of one recording, by reviewer, the newest version of each first. */
        get: operations["reviews_of_cobrowse_recording"];
        put?: never;
        /**
         * Review a recording. It is final: another one of yours is a new version. Nobody reviews a session that
         *     they were in.
         */
        post: operations["review_cobrowse_recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/seat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a place at the socket of a session, as somebody of the desk: who joined it comes back, who invited
         *     to it or was handed it comes, who leads the desk joins as a supervisor, and its customer sees that.
         */
        post: operations["take_cobrowse_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/sessions/{cobrowse_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a session to another agent: they lead it as soon as they take their seat, and what lets somebody
         *     act on the page ends.
         */
        post: operations["transfer_cobrowsing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cobrowse/socket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a socket of a session (RFC 6455). Its messages are described in docs/cobrowse.md; the first one
         *     shows the token of a place.
         */
        get: operations["open_cobrowse_socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the company says about itself: before anybody signs in. */
        get: operations["get_company"];
        /** Say what the company says about itself. */
        put: operations["change_company"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List complaints, the newest first. A customer sees only their own. */
        get: operations["list_complaints"];
        put?: never;
        /** Take a complaint in; its clocks start. */
        post: operations["open_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a complaint. */
        get: operations["get_complaint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell the customer that the complaint was received. */
        post: operations["acknowledge_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a complaint; a letter that lacks what law wants is not sent. Redress is paid with it, once
         *     a second person approved it where that is needed.
         */
        post: operations["answer_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a complaint after it was answered. */
        post: operations["close_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/delay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell the customer that it takes longer, and of the ombudsman. */
        post: operations["delay_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a letter on a complaint without sending it: in the customer's language, with what law asks for
         *     and what it still lacks. Nothing is kept.
         */
        post: operations["draft_complaint_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a complaint back, as the customer did in writing. */
        post: operations["withdraw_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/adyen/{tenant_id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive a webhook of Adyen (an HMAC in each item, and basic authentication where it is configured). */
        post: operations["receive_adyen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/paypal/{tenant_id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive a webhook of PayPal (`PAYPAL-TRANSMISSION-SIG`). */
        post: operations["receive_paypal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/stripe/{tenant_id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive a webhook of Stripe (`Stripe-Signature`). */
        post: operations["receive_stripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List conversations, the last changed first. A customer sees only their own. */
        get: operations["list_conversations"];
        put?: never;
        /** Open a conversation. */
        post: operations["open_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a conversation. */
        get: operations["get_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an offer. */
        post: operations["accept_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/assistant-suggestion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the assistant would say, where it suggests to the person who answers. Nothing of it was said
         *     or done.
         */
        get: operations["read_suggestion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/brief": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what whoever takes a conversation over must know: why it needs a person, what the assistant
         *     did, what was promised, what is open, by when. Put together from the log and from facts; no model
         *     writes it, and it says nothing that they do not hold. It is in your language; what somebody said stays
         *     in theirs, and what a hand-over keeps in the log is English.
         */
        get: operations["read_brief"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/call-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to be called back instead of waiting, or for a customer that they be called. A task with a
         *     clock is opened at once.
         */
        post: operations["ask_for_call_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/call-back/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the wish to be called back, before somebody called. */
        post: operations["cancel_call_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/call-back/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the customer was called, as whoever has the conversation. The number is forgotten. */
        post: operations["finish_call_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/cobrowse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite the customer of a conversation to show their page: where they have one of the company's open,
         *     they are asked there; with a link, anywhere. Nobody is in the session before they came.
         */
        post: operations["invite_to_cobrowse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/csat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rate a conversation, as its customer. */
        post: operations["rate_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline an offer; it goes to somebody else. */
        post: operations["decline_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was said and done. A customer's reading leaves out what is for the desk. */
        get: operations["list_conversation_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a conversation to a person, with a brief: what an assistant does. */
        post: operations["hand_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/human": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a person. A task with a clock opens in the same transaction, always, at the first ask. */
        post: operations["ask_for_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which order or dispute a conversation is about. */
        post: operations["link_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make two conversations of one customer one. What was said stays where it was said. */
        post: operations["merge_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say something: as the customer, as the person who has the conversation, or as an assistant that
         *     has the floor. The same `client_id` again changes nothing and returns the first event.
         */
        post: operations["send_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a note that only the desk sees. */
        post: operations["write_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a conversation back to the queue. */
        post: operations["release_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a conversation again, and take it. */
        post: operations["reopen_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a conversation. An assistant cannot end one in which a complaint or a request for a person is
         *     open.
         */
        post: operations["resolve_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the assistant speak again. */
        post: operations["return_to_assistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/scorecard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Score how a conversation was held by whoever had it last. Nobody scores what they had a part in. */
        post: operations["write_scorecard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say how far a conversation was read. */
        post: operations["mark_seen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a conversation aside until then, or until the customer writes. */
        post: operations["snooze_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suggest replies to what the customer wrote and no person answered: what the assistant's procedure would
         *     say, passages of the help centre, blocks of text that fit. Nothing is sent or done. What was shown is
         *     kept; while nothing new is said, the same ones keep their numbers, so it may be asked again at will.
         */
        post: operations["suggest_replies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/suggestions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what became of a suggestion. What was sent stays sent, whatever is said of it later. */
        post: operations["settle_suggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags on a conversation, and take them off. */
        post: operations["tag_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a conversation that nobody has. Of many who try at once, one succeeds; the others get 409
         *     with who has it.
         */
        post: operations["take_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/take_over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a conversation from whoever has it, for those who lead. */
        post: operations["take_over_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a conversation to somebody, or to whoever has these skills. */
        post: operations["transfer_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/translations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the translations of a conversation's messages into your language that were made before, and whether
         *     there is a language model that makes more. It asks no model.
         */
        get: operations["list_translations"];
        put?: never;
        /**
         * Translate a message into your language, or words that you have not sent into the customer's. A language
         *     model does it, without personal data; its figures are held against the source. Nothing is sent. A message
         *     that was translated before is not translated again.
         */
        post: operations["translate_words"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/unschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a message that waits for its time. */
        post: operations["cancel_scheduled_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cti": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell of a phone call. Told again, or out of order, it changes nothing that happened. */
        post: operations["tell_of_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cti/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** As `tell_of_call`, for telephone systems that send no header: the key stands in the address. */
        post: operations["tell_of_call_by_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a customer: what they are called, their language, and how they are reached. People at the desk
         *     read neither address nor devices, and the e-mail address is masked; where the feed has no name, it
         *     is the one that the company's app said when it signed the customer in.
         */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase what nothing holds about a customer, and answer for each record (GDPR article 17). */
        post: operations["erase_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export everything that is kept about a customer and may be told (GDPR article 15). */
        get: operations["export_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how a customer wants to be told. */
        get: operations["get_notifications"];
        /** Say how a customer wants to be told. */
        put: operations["change_notifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/support-needs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a customer needs in order to be served well, the oldest first. */
        get: operations["list_support_needs"];
        put?: never;
        /** Keep what a customer needs, on their explicit consent. */
        post: operations["create_support_need"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/support-needs/{support_need_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take the consent back: the need is deleted. */
        delete: operations["remove_support_need"];
        options?: never;
        head?: never;
        /** Change the note or the day of the review, or note that the customer agrees still. */
        patch: operations["change_support_need"];
        trace?: never;
    };
    "/v1/customers/{customer_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read everything between a customer and the company, the newest first; what is still to come stands
         *     before it. Of the newest 200 orders, conversations, calls, co-browsing sessions, complaints and
         *     notices each.
         */
        get: operations["read_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain one decision in plain words. */
        get: operations["explain_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say whether you take new conversations. */
        post: operations["change_availability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the conversations of each list. */
        get: operations["count_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read when the desk is open. */
        get: operations["read_hours"];
        /** Say when the desk is open, from now on. Clocks that run already keep their ends. */
        put: operations["change_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how the desk did: waits, promises, what was settled and stayed settled, decisions that did not
         *     stand, ratings. Of what was opened, and decided, in the period.
         */
        get: operations["read_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/report.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download one row for each conversation opened in the period as comma-separated values, at most
         *     100,000. The audit trail notes it.
         */
        get: operations["export_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/report/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one row for each conversation opened in the period, from old to new. */
        get: operations["list_report_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/report/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how often suggestions were used, by what they were made of and by what the customer wanted. Of
         *     what was shown in the period.
         */
        get: operations["read_suggestion_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the seats of the desk. */
        get: operations["list_seats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a device. */
        get: operations["get_device"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List disputes, the newest first. A merchant or customer sees only their own. */
        get: operations["list_disputes"];
        put?: never;
        /** Open a dispute. The plan is paused at once, and whatever policy decides by itself is decided. */
        post: operations["open_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a dispute, as far as the reader may see it. */
        get: operations["get_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/accept-loss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept the loss: the customer gets what is in dispute. */
        post: operations["accept_loss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Appeal a preliminary decision, once. */
        post: operations["appeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/ask-more": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the merchant once more, with a new deadline. */
        post: operations["ask_more"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/assignee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who at the shop looks after a dispute. */
        put: operations["assign_dispute"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide a dispute, as a person. Above one's own limit it becomes a request to a second person. */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the decisions on a dispute, the oldest first, each whole: facts, rules and hashes. */
        get: operations["list_dispute_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in evidence, as the party that the caller is. */
        post: operations["add_evidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm or correct the facts that were read from an item. */
        post: operations["confirm_facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts/{field}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm or reject a fact that was read from the file of an item. A confirmed fact counts from now on: in
         *     review, the rules look again.
         */
        post: operations["answer_fact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/evidence/{evidence_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the file of an item of evidence. */
        get: operations["download_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/exemption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim the exemption for a customer's own fraud (PSRs 2017 reg. 76(2)): a second person must agree. */
        post: operations["claim_exemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/exemption/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to a claimed exemption, as the second person. */
        post: operations["approve_exemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain the newest decision on a dispute in plain words. */
        get: operations["explain_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/extend-deadline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the merchant more time. */
        post: operations["extend_deadline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the parties were told about a dispute, the oldest first. A party sees its own letters. */
        get: operations["list_dispute_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the rules say of a dispute as it stands: the facts known and unknown, which rule would fire, what
         *     each other lacks, and what would come of it. By the very function that decides; nothing changes. Of a
         *     decided dispute it is the decision that was kept. What a rule says is in your language where it has been
         *     translated. For the desk alone.
         */
        get: operations["outlook_of_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/proposal/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept or reject the merchant's offer. */
        post: operations["answer_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/represent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Contest the claim, with evidence and perhaps an offer for a part. */
        post: operations["represent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide at once, outside the normal course.
         * @description Above one's own limit it becomes a request to a second person.
         */
        post: operations["resolve_at_once"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask that a person looks at a decision again. A customer needs no reason. */
        post: operations["request_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/triage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A first look at a dispute, for the desk: most likely reason, urgency, what is missing, linked and past
         *     cases, and what was read from its evidence, with hints of tampering. Advice: no decision looks at it.
         */
        get: operations["triage_of_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the claim back. */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in one record of the feed. Records may come in any order and any number of times. */
        post: operations["post_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in up to 1,000 records, as a JSON array or as JSON Lines. Each is taken or refused on its own. */
        post: operations["post_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far an import has come. */
        get: operations["read_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the incidents that are open, the most urgent first. */
        get: operations["list_incidents"];
        put?: never;
        /** Write an incident down; its clock starts. */
        post: operations["open_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List balances, in the order of the accounts' names. A merchant sees its own. */
        get: operations["list_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Add up the payouts by state and currency. */
        get: operations["sum_payouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the lines of one account, the oldest first. */
        get: operations["read_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Add up all accounts: debits equal credits in every currency, at any moment. */
        get: operations["read_trial_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own blocks of text and the desk's, by name. */
        get: operations["list_macros"];
        put?: never;
        /** Keep a block of text: your own, or one of the whole desk. */
        post: operations["create_macro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/macros/{macro_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a block of text. */
        delete: operations["delete_macro"];
        options?: never;
        head?: never;
        /** Change a block of text. */
        patch: operations["change_macro"];
        trace?: never;
    };
    "/v1/macros/{macro_id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill the places of a block of text with the facts of a conversation, in the customer's language
         *     where it is there under the same name. Nothing is sent.
         */
        post: operations["render_macro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in a letter that came for the desk. The same letter again, by its Message-ID, changes nothing. */
        post: operations["receive_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who the key stands for, and what time it is for its tenant. */
        get: operations["who_am_i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List merchants in the order of their ids. */
        get: operations["list_merchants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchants/{merchant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a merchant. */
        get: operations["get_merchant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchants/{merchant_id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how a shop wants to be told, and what it accepts unasked. */
        get: operations["get_merchant_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how a shop wants to be told, and what it accepts unasked from now on. */
        patch: operations["change_merchant_settings"];
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List orders, the newest first. A merchant or customer sees only their own. */
        get: operations["list_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an order with its parcels, plans and money, as far as the reader may see them. */
        get: operations["get_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the disputes of an order, the oldest first. */
        get: operations["list_order_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the ledger entries of an order, the oldest first. */
        get: operations["list_order_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what happened to an order, up to 1,000 events after a sequence number. */
        get: operations["list_order_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/goodwill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a gesture to the customer of an order. */
        post: operations["give_goodwill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/network-disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report that a card network charged a payment of an order back. It is linked with open claims. */
        post: operations["report_chargeback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/network-disputes/{network_dispute_id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report the network's last word on a chargeback. */
        post: operations["report_outcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/payments/{payment_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send back what the customer paid too much and what was held for a person to look at, or apply it
         *     to what they still owe. What is held stands in the order as `held`.
         */
        post: operations["release_held"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the payouts of an order: money on its way to the customer. */
        get: operations["list_order_payouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the payment plans of an order. */
        get: operations["list_order_plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move one due date, once, where the market offers it. */
        post: operations["extend_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/hardship": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Split what is owed into smaller parts for somebody in difficulty; fees stop. */
        post: operations["start_hardship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what can be chosen for a plan today: dates that can move, what settling it costs, and what
         *     smaller parts would come to. Nothing changes by it.
         */
        get: operations["plan_options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let due dates stand still for some days. */
        post: operations["pause_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay a plan ahead of its due dates, with the instrument that paid before. Interest that was not earned
         *     yet falls away, as `pay_early` and `interest_saved` of the plan's options say. Nothing is booked
         *     before the payment provider has confirmed it; 202 says that it has not yet. What it declines changes
         *     nothing (409 `payment_declined`, with its reason). Not while a plan is in dispute, paused, in
         *     hardship or closed, nor while another payment of it is under way.
         */
        post: operations["pay_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/plans/{plan_id}/waive-fee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up a late fee; one that was paid goes back. */
        post: operations["waive_fee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refund the customer of an order: more may be given than as a gesture. */
        post: operations["give_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replay an order from its events, each under the policy of its own time, and compare every byte. */
        get: operations["replay_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that goods go back. The plans of the order stand still for the days of the market (28), or
         *     until the shop has registered or rejected the return; the shop is told. It stays `reported` until
         *     the shop or a carrier says more.
         */
        post: operations["report_return"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every policy ever kept. */
        get: operations["list_policies"];
        put?: never;
        /** Propose a policy: it is read, checked and proved now, and waits for another person. */
        post: operations["propose_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the policy in force, with its decision tables in words. */
        get: operations["read_active_policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/proposals/{task_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a proposed policy in force, as another person than whoever proposed it. */
        post: operations["activate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what an act would do: on plans and balances, by which rule, at whose cost, who has to agree,
         *     and what would be sent. The act itself runs and is rolled back, so what is shown is what happens;
         *     what the act would be refused for is refused here. The act's own authority counts.
         */
        post: operations["preview_act"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the requests that wait for a second person, the most urgent first. */
        get: operations["list_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{task_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a request, as the second person: it is carried out in the requester's name. */
        post: operations["approve_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{task_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a request: nothing is done. */
        post: operations["reject_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List returns that wait for their shop, the nearest deadline first. A shop answers by a record of the
         *     feed: it registers the goods, or rejects them. A merchant sees only its own.
         */
        get: operations["list_returns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tenant's custom roles, by name. */
        get: operations["list_roles"];
        put?: never;
        /** Make a custom role. It can only take away. */
        post: operations["create_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a custom role. Whoever holds it signs in again. */
        patch: operations["change_role"];
        trace?: never;
    };
    "/v1/routing/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the rules of routing in force. */
        get: operations["read_routing"];
        put?: never;
        /**
         * Propose other rules of routing: they are checked now, and wait for another person, who puts them in
         *     force with `POST /v1/policies/proposals/{task_id}/activate`.
         */
        post: operations["propose_routing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try rules of routing on a load, or on a period of the log, with the router that runs the desk. All
         *     rules meet the same contacts. Nothing changes; one at a time, and it ends when nobody waits for it.
         */
        post: operations["simulate_routing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the sandbox's clock. */
        get: operations["read_clock"];
        put?: never;
        /** Put the sandbox on a test clock. It goes back only while nothing has happened yet. */
        post: operations["set_clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Advance the sandbox's clock: everything that falls due on the way happens at its own instant. */
        post: operations["advance_clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the flags that drive a sandbox's disputes, such as `jane+dispute_withdraw@example.com`. */
        get: operations["list_triggers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scorecards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List scorecards, the newest first. Whoever does not lead the desk reads those of their own work. */
        get: operations["list_scorecards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scorecards/rubric": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what conversations are scored by. */
        get: operations["read_rubric"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scorecards/suggested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversations worth a review that nobody reviewed yet: what went wrong first, and some of each
         *     day drawn by lot. At most 100, none of your own.
         */
        get: operations["suggest_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who is signed in. */
        get: operations["get_session"];
        put?: never;
        post?: never;
        /** Sign out: the session ends, and so does what is open in it. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's open sessions, or those of a user one looks after; the newest first. */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session of one's own, or of a user one looks after, and what is open in it. */
        delete: operations["revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a merchant was paid, the newest first. A merchant sees its own. */
        get: operations["list_settlements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/code/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a customer a code by e-mail. The answer is the same for an address that nobody has. */
        post: operations["begin_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/code/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a customer in by the code. */
        post: operations["finish_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a customer in whom the company's own app vouches for.
         * @description A signed JWT (HS256, ES256 or EdDSA, as the key is configured): `sub` the customer's id, `aud` ombud,
         *     `exp` within ten minutes, `jti` once; optional `name`, `email`, `locale`.
         */
        post: operations["sign_in_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password by an invitation, and sign in. */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how one may come in. */
        get: operations["sign_in_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/oidc/{provider}/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to a provider of single sign-on. */
        get: operations["begin_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/oidc/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from a provider of single sign-on.
         * @description The answer is a page that leads on, not a redirect: the session's cookie is not sent on a way that
         *     began at another site.
         */
        get: operations["finish_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/passkey/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a passkey. */
        post: operations["begin_passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/passkey/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey. */
        post: operations["finish_passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a password. Whatever is wrong, the answer is the same. */
        post: operations["sign_in_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the second factor: a code of the authenticator app, or a recovery code. */
        post: operations["sign_in_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in/visitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an unknown visitor in, as a customer of their own with nothing behind it. */
        post: operations["sign_in_visitor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/socket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a socket (RFC 6455). Its frames are described in docs/realtime.md; the first one says who
         *     you are.
         */
        get: operations["open_socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the rules of law that the service keeps, each with its citation. */
        get: operations["list_statutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tasks in one state, the most urgent first. */
        get: operations["list_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the open tasks by kind. */
        get: operations["count_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a task. */
        get: operations["get_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a task. Taking one's own again changes nothing. */
        post: operations["claim_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a task is done. */
        post: operations["complete_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a task back to the queue. */
        post: operations["release_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users of the tenant, or of the administrator's own merchant; the newest first. */
        get: operations["list_users"];
        put?: never;
        /** Invite a user. A letter with a link goes to their own address, and to nobody else. */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user. */
        get: operations["get_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a user. Whoever's role changes signs in again. */
        patch: operations["change_user"];
        trace?: never;
    };
    "/v1/users/{user_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a user out, at once: every session ends, and what is open in it. */
        post: operations["disable_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled user in again. */
        post: operations["enable_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a user a link to choose a password by: the first, or a new one. */
        post: operations["invite_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the endpoints of the tenant, or of the administrator's own merchant. */
        get: operations["list_webhooks"];
        put?: never;
        /** Make an endpoint. Deliveries follow Standard Webhooks 1.0; the secret is in this answer alone. */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what an endpoint can be told of. */
        get: operations["list_topics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint. */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change an endpoint; one that was disabled delivers again from the next event on. */
        post: operations["change_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of an endpoint, the newest first. */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery with what was sent. What the endpoint answered is its status and, where it failed,
         *     the error; its body is not kept.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an ended delivery again, with the same event id. */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove an endpoint. */
        post: operations["remove_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a new signing secret in front of the old one: deliveries are signed with both. */
        post: operations["rotate_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the merchant's disputes. */
        get: operations["list_seat_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/merchants/{merchant_id}/enroll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrol a merchant: from now on it is also told in this shape. */
        post: operations["enrol_merchant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a dispute from the merchant's seat. */
        get: operations["get_seat_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}/accept-loss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept the loss of a dispute. */
        post: operations["accept_loss_at_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Appeal a preliminary decision. */
        post: operations["appeal_at_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload an attachment: PDF, JPEG, PNG or DOCX of at most 7 MB, in the field `file`. */
        post: operations["upload_attachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}/attachments/{attachment_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download an attachment of a dispute. */
        get: operations["download_attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/payment/disputes/{payment_dispute_id}/represent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Contest a dispute with uploaded attachments, perhaps with an offer for a part. */
        post: operations["represent_at_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        /** @description An invitation, and the password that is chosen by it. */
        AcceptInvitation: {
            name?: string | null;
            /** @description At least twelve characters; no rules of composition. */
            password: components["schemas"]["Hidden"];
            /** @description Of the link in the letter. */
            token: components["schemas"]["Hidden"];
        };
        /** @description The policy that is now in force. */
        Activated: {
            hash: components["schemas"]["Sha256"];
        };
        /** @description The policy in force. */
        ActivePolicy: {
            /** @description Of all its texts: what events refer to. */
            hash: components["schemas"]["Sha256"];
            /** @description Of the rules as they were read: what decisions refer to. */
            rules_hash: components["schemas"]["Sha256"];
            /** @description Every decision table in words, as Markdown. */
            tables: string;
            /** @example bnpl.2026 */
            version: string;
        };
        /** @description Who did it. */
        Actor: {
            id?: components["schemas"]["PrincipalId"] | null;
            kind: components["schemas"]["ActorKind"];
        };
        /**
         * @description The seat an actor speaks from.
         * @enum {string}
         */
        ActorKind: "consumer" | "merchant" | "agent" | "ai" | "system" | "network" | "company";
        /** @description Evidence added to a dispute. */
        AddEvidence: {
            evidence: components["schemas"]["NewEvidence"][];
        };
        /** @description A postal address, as the checkout approved it. */
        Address: {
            city: string;
            /** @description ISO 3166-1 alpha-2. */
            country: string;
            line1?: string;
            line2?: string;
            postal_code: string;
            region?: string;
        };
        /**
         * @description How far: to an instant, or by some days or hours; exactly one of them.
         * @example {
         *       "by_days": 21
         *     }
         */
        AdvanceClock: {
            /** Format: int64 */
            by_days?: number | null;
            /** Format: int64 */
            by_hours?: number | null;
            to?: components["schemas"]["Instant"] | null;
        };
        /** @description What moving the clock did. */
        Advanced: {
            /** Format: int64 */
            clocks_fired: number;
            now: components["schemas"]["Instant"];
            payouts_failed: number;
            payouts_sent: number;
            payouts_succeeded: number;
            payouts_unknown: number;
        };
        /**
         * @description What whoever's work it is says to a review.
         * @example {
         *       "text": "I asked at 0:12."
         *     }
         */
        AnswerCobrowseReview: {
            text: string;
        };
        /** @description An answer. */
        AnswerComplaint: {
            /**
             * @description What a letter that is written elsewhere contains, by the names of the rule: one that is missing is
             *     named.
             */
            contents?: string[];
            finding: components["schemas"]["Finding"];
            letter: components["schemas"]["ComplaintLetter"];
            /**
             * @description Why, to the customer and in their language. With it the letter is written here, from the template
             *     of their language, with everything law asks for; `contents` is then not needed.
             */
            reasons?: string | null;
            redress?: components["schemas"]["Redress"] | null;
        };
        /** @description A person's answer to a fact. */
        AnswerFact: {
            /** @description Whether it was read rightly and is to count. */
            confirm: boolean;
        };
        /** @description The customer answers an offer. */
        AnswerProposal: {
            accept: boolean;
        };
        /** @description Answered, or waiting for somebody else's approval. */
        AnsweredComplaint: {
            complaint: components["schemas"]["Complaint"];
            /** @enum {string} */
            result: "done";
        } | {
            /** @enum {string} */
            result: "awaits_approval";
            task: components["schemas"]["Task"];
        };
        /** @description A key, without its secret. */
        ApiKey: {
            created_at: components["schemas"]["Instant"];
            expires_at?: components["schemas"]["Instant"] | null;
            id: components["schemas"]["ApiKeyId"];
            label: string;
            revoked_at?: components["schemas"]["Instant"] | null;
            role: components["schemas"]["Role"];
            subject: components["schemas"]["PrincipalId"];
        };
        /**
         * Format: uuid
         * @description An API key; not the key itself.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        ApiKeyId: string;
        Appeal: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["Actor"];
            text: string;
        };
        /** @description Whom to send a code. */
        AskCode: {
            email: string;
            tenant?: components["schemas"]["TenantId"] | null;
        };
        /** @description Why a person is asked for. */
        AskForPerson: {
            words?: string | null;
        };
        /** @description A person asks the merchant for more, once. */
        AskMore: {
            what: string;
        };
        /** @description Whose passkey: anybody's of this site, or, with a ticket, of whoever showed the password. */
        AskPasskey: {
            tenant?: components["schemas"]["TenantId"] | null;
            ticket?: components["schemas"]["Hidden"] | null;
        };
        /** @description Who looks after it. */
        AssignDispute: {
            user_id?: components["schemas"]["PrincipalId"] | null;
        };
        /** @description Who at a shop looks after something. */
        Assignee: {
            user_id: components["schemas"]["PrincipalId"];
        };
        /** @description Who has it. */
        Assignment: {
            offer_until?: components["schemas"]["Instant"] | null;
            /**
             * @description `none`, `waiting`, `offered` or `assigned`.
             * @example assigned
             */
            state: string;
            user_id?: components["schemas"]["PrincipalId"] | null;
            user_name?: string | null;
            /**
             * Format: int64
             * @description Name it when you change who has it: another version means somebody was faster.
             */
            version: number;
        };
        /** @description What is expected: shares from 0 to 1. */
        AssistantBand: {
            /**
             * Format: double
             * @description At most so much is complained of.
             */
            complaints_max: number;
            /**
             * Format: double
             * @description At least so much is resolved.
             */
            resolved_min: number;
        };
        /** @description What the assistant may do where, and what came of it. */
        AssistantControl: {
            /** @description Whether there is an assistant: the configuration may have it off, or it learns still. */
            connected: boolean;
            /** @description The intents that procedures know. */
            intents: string[];
            /** @description The countries that rows may name (ISO 3166-1, in lower case): those with a policy for plans. */
            markets: string[];
            measured: components["schemas"]["ControlMeasured"][];
            /** @description What those are called who made the rows what they are, by their ids. */
            people: {
                [key: string]: string;
            };
            settings: components["schemas"]["ControlSettings"];
        };
        /** @description What came of the conversations that began on a day of the desk. */
        AssistantDay: components["schemas"]["AssistantFigures"] & {
            date: components["schemas"]["Date"];
        };
        /** @description How well messages were understood, once measured. */
        AssistantEvaluation: {
            at: components["schemas"]["Instant"];
            /** @description The most frequent first, at most 50. */
            confused: components["schemas"]["ConfusedIntents"][];
            intents: {
                [key: string]: components["schemas"]["RightOf"];
            };
            languages: {
                [key: string]: components["schemas"]["RightOf"];
            };
            /** @description Of those that people marked. */
            reviewed: components["schemas"]["RightOf"];
            /** @description Of the messages that ship for it. */
            shipped: components["schemas"]["RightOf"];
            /**
             * @description Of what was learnt.
             * @example 9f2c1ab04e77
             */
            version: string;
            worse: components["schemas"]["WorseIntent"][];
        };
        /** @description What came of some conversations. A share of no cases is null. */
        AssistantFigures: {
            /**
             * Format: int64
             * @description The customer left a question of the assistant's without an answer, and nothing had been done.
             */
            abandoned: number;
            /**
             * Format: int64
             * @description In which it answered; in which it drafted, seen by a person or not.
             */
            acted: number;
            /** @description What drafts would have done, held against what people did. */
            acts: components["schemas"]["ComparedActs"];
            /**
             * Format: int64
             * @description The customer came again about it within seven days.
             */
            again: number;
            /**
             * Format: int64
             * @description In which the assistant was asked.
             */
            asked: number;
            /** Format: int64 */
            compared: number;
            complaint_interval: components["schemas"]["ShareInterval"] | null;
            /** Format: double */
            complaint_share: number | null;
            /** Format: int64 */
            complaints: number;
            /**
             * Format: int64
             * @description The customer said that it was resolved.
             */
            confirmed: number;
            /** @description What a language model cost, by currency; empty where none was asked. */
            cost: components["schemas"]["ModelCost"][];
            /**
             * Format: int64
             * @description The customer rated it 1 or 2.
             */
            denied: number;
            /** Format: double */
            hand_over_share: number | null;
            /**
             * Format: int64
             * @description Of those that it answered; and of these, as the procedure says.
             */
            handed_over: number;
            /** Format: int64 */
            handed_over_by_procedure: number;
            /**
             * Format: double
             * @description How alike drafts were to what people then said, 0 to 1; and of how many.
             */
            likeness: number | null;
            /**
             * Format: int64
             * @description Too early to say.
             */
            pending: number;
            resolved_interval: components["schemas"]["ShareInterval"] | null;
            /**
             * Format: double
             * @description Confirmed and silent, of all that it answered and that is decided.
             */
            resolved_share: number | null;
            /**
             * Format: double
             * @description The mean score, 0 to 100.
             */
            score: number | null;
            /** Format: int64 */
            shadowed: number;
            /**
             * Format: int64
             * @description Nobody came again for seven days.
             */
            silent: number;
            /** Format: int64 */
            suggested: number;
            /**
             * Format: int64
             * @description Answers of the assistant, drafts with them.
             */
            turns: number;
        };
        /**
         * @description What the assistant does: nothing; drafts that nobody sees, to be held against what people say; drafts
         *     that the person who answers sees; or it answers.
         * @enum {string}
         */
        AssistantMode: "off" | "shadow" | "suggest" | "act";
        /** @description What came of the conversations of one intent, market, language, or procedure. */
        AssistantPart: components["schemas"]["AssistantFigures"] & {
            /** @description Empty where it is not known. */
            name: string;
            /**
             * Format: int64
             * @description Of a procedure.
             */
            version?: number | null;
        };
        /** @description What came of the assistant's conversations. */
        AssistantResults: {
            /** @description From old to new. */
            days: components["schemas"]["AssistantDay"][];
            intents: components["schemas"]["AssistantPart"][];
            languages: components["schemas"]["AssistantPart"][];
            markets: components["schemas"]["AssistantPart"][];
            procedures: components["schemas"]["AssistantPart"][];
            totals: components["schemas"]["AssistantFigures"];
            /** @description What translations for people of the desk cost, by currency, as they were asked for in the period. */
            translations: components["schemas"]["TranslationCost"][];
        };
        /** @description What the assistant would say to the customer's last message. */
        AssistantSuggestion: {
            at: components["schemas"]["Instant"];
            /**
             * Format: double
             * @description How likely it is what the customer wants, 0 to 1.
             */
            likely?: number | null;
            /**
             * Format: int64
             * @description The number of the message that it answers.
             */
            message: number;
            procedure?: string | null;
            says: string[];
            /** @description The tool that it would call first. */
            tool?: string | null;
            /** Format: int64 */
            turn: number;
        };
        /** @description A turn of the assistant. */
        AssistantTurn: {
            at: components["schemas"]["Instant"];
            /** @description What it was taken for, the likeliest first. */
            intents: components["schemas"]["LikelyIntent"][];
            /** @description `answered`, `handed_over`, `resolved`, `suggested`, `shadowed` or `off`; expect others. */
            outcome: string;
            procedure?: string | null;
            review?: components["schemas"]["TurnReview"] | null;
            /** @description What it said, or would have said. */
            said: string[];
            /** @description What the customer wrote, without personal data. */
            text: string;
            /** @description The tools that it called, or would have called. */
            tools: string[];
            /** Format: int64 */
            turn: number;
        };
        /** @description A file of a conversation. */
        Attachment: {
            /** Format: int64 */
            bytes: number;
            id: components["schemas"]["AttachmentId"];
            /** @example image/jpeg */
            media_type: string;
            name: string;
        };
        /**
         * Format: uuid
         * @description A file of a conversation.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        AttachmentId: string;
        /**
         * @description Whom an explanation is for.
         * @enum {string}
         */
        Audience: "customer" | "merchant" | "agent";
        /**
         * @description Whether an item is believed to be genuine.
         * @enum {string}
         */
        Authenticity: "unchecked" | "clean" | "suspicious";
        /** @description A balance of one account in one currency. */
        Balance: {
            /** @example m_pay:shop-17 */
            account: string;
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Reserved by open pending entries; no part of `posted_minor`.
             */
            pending_minor: number;
            /**
             * Format: int64
             * @description Minor units.
             */
            posted_minor: number;
        };
        /** @description An account, before and after. */
        BalanceChange: {
            /** @example exp:goodwill */
            account: string;
            after: components["schemas"]["Money"];
            before: components["schemas"]["Money"];
        };
        /** @description What became of each record of a batch, in the order they came. */
        BatchResult: {
            accepted: number;
            duplicate: number;
            parked: number;
            rejected: number;
            results: components["schemas"]["LineResult"][];
        };
        /**
         * @description How a customer's page begins.
         * @example {
         *       "language": "sv-SE"
         *     }
         */
        BeginCobrowsing: {
            conversation_id?: components["schemas"]["ConversationId"] | null;
            /** @description In what the page is: BCP 47. English where there are no words in it. */
            language?: string;
        };
        /** @description A box that people of the desk could not see. */
        BlindSpot: {
            /**
             * Format: int64
             * @description How many times, each person of a session once.
             */
            asked: number;
            decision?: components["schemas"]["BlindSpotDecision"] | null;
            /** @description The same for the same box of every session. */
            id: components["schemas"]["Sha256"];
            last_asked_at: components["schemas"]["Instant"];
            /** @description What people wrote beside it, the newest first: three at most. */
            notes: string[];
            /**
             * @description What the page is called, by the policy file or by its developers; absent where nobody said so.
             * @example /orders/*
             */
            page?: string | null;
            /**
             * @description Where in the page it is, from outside: what developers call it (`@order-summary`), elements of HTML
             *     and their number (`dd:2`), or kinds of boxes and their number (`text.1`).
             * @example @order-summary > dl:1 > dd:2
             */
            place: string;
            /**
             * @description A selector that names the box in the policy file, where its developers named something around it.
             * @example [data-ombud-id="order-summary"] > dl > dd
             */
            selector?: string | null;
            /**
             * Format: int64
             * @description In how many sessions it was asked for.
             */
            sessions: number;
            /**
             * @description `open`, `proposed`, `released` or `dismissed`.
             * @example open
             */
            state: string;
        };
        /** @description What was decided last about a box. */
        BlindSpotDecision: {
            at: components["schemas"]["Instant"];
            /** @example Sam Lind */
            by_name?: string | null;
            /** @description Why it stays hidden. */
            reason?: string | null;
            /**
             * Format: int32
             * @description The rule that was proposed.
             */
            rule?: number | null;
            task_id?: components["schemas"]["TaskId"] | null;
            /**
             * Format: int32
             * @description Of the file that holds the rule.
             */
            version?: number | null;
        };
        /**
         * @description What the provider's own books say to a fact.
         * @enum {string}
         */
        BooksAnswer: "agrees" | "contradicts" | "silent";
        /** @enum {string} */
        BorneBy: "nobody" | "provider" | "merchant" | "both";
        /** @description What whoever takes a conversation over must know, from the log and from facts, without a model. */
        Brief: {
            /** @description What the assistant did and said, from old to new. */
            ai_did: string[];
            deadline?: components["schemas"]["BriefDeadline"] | null;
            /** @description All that run, the nearest first. */
            deadlines: components["schemas"]["BriefDeadline"][];
            in_short: components["schemas"]["BriefInShort"];
            mood?: components["schemas"]["Mood"] | null;
            /** @description What is best done next, the most pressing first. */
            next: components["schemas"]["BriefStep"][];
            /** @description The last question that nobody answered. */
            open_question?: string | null;
            /** @description What the customer may count on. */
            promised: components["schemas"]["Promised"][];
            sources: components["schemas"]["BriefSource"][];
            /** @description Names of the register of support needs, where you may read it. */
            support_needs: string[];
            /** @description What the customer answered already: it need not be asked again. */
            told: components["schemas"]["BriefAnswer"][];
            /** @description Why this needs a person. */
            why: string;
        };
        /** @description What somebody asked the customer, and what they answered. */
        BriefAnswer: {
            answer: string;
            asked: string;
            /**
             * Format: int64
             * @description The number of the event with the answer.
             */
            seq: number;
        };
        /** @description The nearest thing that must happen. */
        BriefDeadline: {
            at: components["schemas"]["Instant"];
            /** @example the shop's answer is due */
            what: string;
        };
        /** @description The conversation in a few lines, quoted or put together from facts. */
        BriefInShort: {
            /** @description As the customer was told. */
            done: string[];
            facts: string[];
            /** @example The customer waits for an answer of ours. */
            stands: string;
            /** @description In the customer's words. */
            wanted?: string | null;
        };
        /** @description Where a part of the brief comes from. */
        BriefSource: {
            kind: components["schemas"]["BriefSourceKind"];
            label: string;
            /** @description The number of the event, the id, or the clause. */
            ref: string;
        };
        /**
         * @description What a source is.
         * @enum {string}
         */
        BriefSourceKind: "policy" | "order" | "dispute" | "message";
        /** @description A step that is best done next, by whoever may do it. */
        BriefStep: {
            act: components["schemas"]["NextAct"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
            /** @example Offer a later date */
            what: string;
            /** @description The fact, or what was heard, that it follows from. */
            why: string;
        };
        /** @description A wish to be called, until somebody does. */
        CallBack: {
            asked_at: components["schemas"]["Instant"];
            at?: components["schemas"]["Instant"] | null;
            /** @description Desk, and the customer who wrote it. */
            note?: string | null;
            /**
             * @description International (E.164).
             * @example +46701234567
             */
            phone: string;
        };
        /** @description Somebody wants to be called. */
        CallBackRequest: {
            at?: components["schemas"]["Instant"] | null;
            /** @description What whoever calls should know. */
            note?: string | null;
            /**
             * @description International (E.164).
             * @example +46701234567
             */
            phone: string;
        };
        /** @description Which message. */
        CancelScheduled: {
            /** @description As it was given when the message was scheduled. */
            client_id: string;
        };
        /** @description The merchant cancels the order (or what is left of it); everything captured goes back. */
        Cancellation: {
            at: components["schemas"]["Instant"];
            order_id: components["schemas"]["OrderId"];
            reason?: string;
        };
        /** @description The merchant took (a part of) the order's amount: this makes a plan. */
        Capture: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            id: components["schemas"]["CaptureId"];
            /**
             * Format: int64
             * @description The merchant's fee on this capture; from the merchant's basis points when absent.
             */
            merchant_fee_minor?: number | null;
            order_id: components["schemas"]["OrderId"];
            product: components["schemas"]["Product"];
        };
        /**
         * @description A capture.
         * @example cap-1
         */
        CaptureId: string;
        /**
         * @description A change of one's profile; what is absent stays.
         * @example {
         *       "locale": "sv",
         *       "theme": "dark"
         *     }
         */
        ChangeAccount: {
            /** @description A language tag. */
            locale?: string | null;
            name?: string | null;
            /** @description `light`, `dark` or `system`. */
            theme?: string | null;
        };
        /** @description What you say of your own seat; what is absent stays as it is. */
        ChangeAvailability: {
            /**
             * Format: int32
             * @description How much you can have at once: a chat takes 1, a call all of it.
             */
            capacity_units?: number | null;
            /**
             * @description The line your calls ring at, as the telephone system names it; empty: none.
             * @example 42
             */
            extension?: string | null;
            /** @description What you can do, such as `bereavement` or `language:sv`. */
            skills?: string[] | null;
            state: components["schemas"]["SeatState"];
        };
        /** @description What a company says about itself, as it is written. */
        ChangeCompany: {
            /**
             * Format: int32
             * @description For how many days a resolved conversation is kept before what was said in it is erased, unless a
             *     complaint, a dispute or the tag `legal-hold` keeps it; 365 when absent.
             * @default null
             */
            conversations_kept_days?: number | null;
            /** @default null */
            home_market?: components["schemas"]["Jurisdiction"] | null;
            /** @default [] */
            languages?: string[];
            /** @default null */
            ombudsman?: components["schemas"]["Ombudsman"] | null;
            /** @default null */
            privacy_url?: string | null;
            /**
             * Format: int32
             * @description For how many days a recording of co-browsing is kept, from its beginning, unless a legal hold
             *     keeps it; 90 when absent. What was recorded before keeps the date that it was recorded with.
             * @default null
             */
            recordings_kept_days?: number | null;
            /**
             * @default {
             *       "hours": []
             *     }
             */
            support?: components["schemas"]["Contact"];
        };
        /** @description The settings that are to be. */
        ChangeControl: {
            band: components["schemas"]["AssistantBand"];
            /** Format: int32 */
            cases_min: number;
            /** @description One without intent and market: it counts where no other does. */
            rows: components["schemas"]["ControlRowChange"][];
            /**
             * Format: int64
             * @description The version that was seen.
             */
            version: number;
            /** Format: int32 */
            window_days: number;
        };
        /** @description When the desk is open: what service levels are counted in, and waits are told by. */
        ChangeHours: {
            /** @description A day that is not among them is closed. */
            days: components["schemas"]["OpenTime"][];
            /** @description Dates on which the desk is closed all day. */
            holidays?: components["schemas"]["Date"][];
            /** @example Europe/Stockholm */
            time_zone: string;
        };
        /**
         * @description What changes of a block of text.
         * @example {
         *       "text": "Hi {{customer.name}}."
         *     }
         */
        ChangeMacro: {
            language?: string | null;
            name?: string | null;
            shared?: boolean | null;
            text?: string | null;
        };
        /** @description What changes; what is absent stays. */
        ChangeMerchantSettings: {
            /**
             * Format: int64
             * @default null
             */
            auto_accept_below_minor?: number | null;
            /** @default null */
            currency?: components["schemas"]["Currency"] | null;
            /**
             * @default null
             * @example sv
             */
            locale?: string | null;
            /** @default null */
            notification_recipients?: string[] | null;
        };
        /** @description The present password and the new one. */
        ChangePassword: {
            current_password: components["schemas"]["Hidden"];
            /** @description At least twelve characters; no rules of composition. */
            new_password: components["schemas"]["Hidden"];
        };
        /** @description A change of a custom role; what is absent stays. */
        ChangeRole: {
            name?: string | null;
            taken?: string[] | null;
        };
        /** @description What changes about a need. */
        ChangeSupportNeed: {
            /** @description It was asked about again, and the customer agrees still: the review moves a year on. */
            consent?: boolean;
            /** @description An empty note takes it away. */
            note?: string | null;
            review_on?: components["schemas"]["Date"] | null;
        };
        /** @description A change of a user; what is absent stays. */
        ChangeUser: {
            /** Format: int64 */
            capacity_units?: number | null;
            /** @description The name of a custom role on top of it; empty: none any more. */
            custom_role?: string | null;
            languages?: string[] | null;
            name?: string | null;
            role?: components["schemas"]["Role"] | null;
            skills?: string[] | null;
        };
        /** @description What changes; what is absent stays. */
        ChangeWebhook: {
            active?: boolean | null;
            topics?: string[] | null;
            url?: string | null;
        };
        /**
         * @description How it reaches us.
         * @enum {string}
         */
        Channel: "chat" | "email" | "phone" | "app";
        /** @description A signed note: how long each lane is and what its head is. */
        Checkpoint: {
            /** @description Publish it, or keep it elsewhere: it is what shows a cut or rewritten trail. */
            note: string;
        };
        /**
         * @description What the customer read out.
         * @example {
         *       "code": "042 917"
         *     }
         */
        ClaimCode: {
            /** @description Six digits; spaces and hyphens are left out. */
            code: string;
            conversation_id?: components["schemas"]["ConversationId"] | null;
        };
        /** @description A suspicion of fraud by the customer, with its written notice to the authority. */
        ClaimExemption: {
            /** @example FCA-2026-004711 */
            notice_reference: string;
        };
        /** @description A clock that runs. */
        Clock: {
            /** @description The first instant that is late. */
            due_at: components["schemas"]["Instant"];
            id: components["schemas"]["TimerId"];
            kind: components["schemas"]["TimerKind"];
        };
        /** @description Why it is closed. */
        CloseComplaint: {
            /** @description Because the customer did not reply, which is no reason: it is refused. */
            no_reply?: boolean;
        };
        /** @description The end of a dispute. */
        Closing: {
            at: components["schemas"]["Instant"];
            /** @description Decided by policy code alone: the customer may have a person look again. */
            automatic: boolean;
            /**
             * @description An outcome detail code; the list is open, so expect codes that you do not know.
             * @example partner_did_not_reply_to_dispute_request
             */
            code: string;
            /** @description Who bears the amount. */
            liable: components["schemas"]["Liable"];
            outcome: components["schemas"]["Outcome"];
            /** @description What the customer got by it, on the plan and in cash. */
            returned: components["schemas"]["Money"];
        };
        /** @description How far two reviewers of the same recordings agree on one criterion. */
        CobrowseAgreement: {
            /** @description Recordings of which both said something of it. */
            both: number;
            /** @example in_control */
            criterion: string;
            /**
             * Format: double
             * @description 1 for full agreement, 0 for that of chance; null where all was judged alike.
             */
            kappa: number | null;
        };
        /** @description What recordings are scored by. */
        CobrowseCard: {
            criteria: components["schemas"]["CobrowseCriterion"][];
            /**
             * @description Of the company's scorecards.
             * @example 2026-11-2
             */
            version: string;
        };
        /** @description One thing that is looked at. */
        CobrowseCriterion: {
            /** @description A no, or the lowest score, fails the whole. */
            critical: boolean;
            /** @example in_control */
            id: string;
            kind: components["schemas"]["CobrowseCriterionKind"];
            text: string;
            /**
             * Format: int32
             * @description How much it counts beside the others.
             */
            weight: number;
        };
        /**
         * @description How a criterion is answered.
         * @enum {string}
         */
        CobrowseCriterionKind: "yes_no" | "scale";
        /**
         * @description What somebody opened a recording for.
         * @enum {string}
         */
        CobrowseDeed: "watched" | "exported" | "verified";
        /** @description Cases with co-browsing against those without; null where there are too few. */
        CobrowseDifferences: {
            csat: components["schemas"]["CobrowseEstimate"] | null;
            handled_ratio: components["schemas"]["CobrowseEstimate"] | null;
            resolved: components["schemas"]["CobrowseEstimate"] | null;
        };
        /** @description A figure, and where the true one lies with 95 % confidence. */
        CobrowseEstimate: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            value: number;
        };
        /** @description Cases with and without co-browsing. */
        CobrowseFigures: {
            /** @description The groups compared as they are: what they were about may differ. */
            as_they_are: components["schemas"]["CobrowseDifferences"];
            /**
             * Format: int64
             * @description Sessions that stand beside no conversation: their cases count as without.
             */
            beside_none: number;
            /**
             * Format: int64
             * @description Groups of fewer cases are not compared.
             * @example 20
             */
            compared_min: number;
            /** @description Seven days have not passed since the last one was resolved: what is resolved may still fall. */
            provisional: boolean;
            /**
             * Format: int64
             * @description Cases of the period that were opened less than 7 days ago: they are not counted yet.
             */
            too_young: number;
            /** @description The topics with most cases with co-browsing first. */
            topics: components["schemas"]["CobrowseTopic"][];
            with: components["schemas"]["CobrowseGroup"];
            /** @description Cases compared with those of the same topic (Mantel and Haenszel's weights). */
            within_topics: components["schemas"]["CobrowseDifferences"];
            without: components["schemas"]["CobrowseGroup"];
        };
        /** @description What a reviewer says of one criterion. */
        CobrowseFinding: {
            /**
             * Format: int32
             * @description The moment of the recording that shows it. Milliseconds.
             * @example 12400
             */
            at_ms?: number | null;
            comment?: string | null;
            mark: components["schemas"]["CobrowseMark"];
        };
        /** @description One of the two groups. */
        CobrowseGroup: {
            /** Format: int64 */
            cases: number;
            csat: components["schemas"]["CobrowseEstimate"] | null;
            /** Format: int64 */
            handled: number;
            handled_s: components["schemas"]["CobrowseEstimate"] | null;
            /** Format: int64 */
            rated: number;
            resolved: components["schemas"]["CobrowseEstimate"] | null;
        };
        /**
         * Format: uuid
         * @description A co-browsing session.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        CobrowseId: string;
        /** @description That a customer was asked to come. */
        CobrowseInvitation: {
            answered_at?: components["schemas"]["Instant"] | null;
            /** @example Ana Berg */
            by_name: string;
            by_user_id: components["schemas"]["PrincipalId"];
            /** @description Whether who came is signed in as the customer. Where not, it is somebody who had the link. */
            is_known?: boolean | null;
        };
        /** @description A place in a session, and which one it is. */
        CobrowseJoined: {
            /** @description The session. */
            id: components["schemas"]["CobrowseId"];
            /**
             * @description Relative to this server, or the address of another node.
             * @example /v1/cobrowse/socket
             */
            socket: string;
            /** @description Opens the socket. */
            token: string;
        };
        /** @description A link for the customer. */
        CobrowseLink: {
            expires_at: components["schemas"]["Instant"];
            /** @description For `#ombud-cobrowse=` at the end of the address of any page with the co-browsing script. */
            token: string;
            /**
             * @description As a whole, on the page that the deployment names for it.
             * @example https://shop.example/help#ombud-cobrowse=eyJ0…
             */
            url: string;
        };
        /** @description What was found of one criterion. */
        CobrowseMark: "yes" | "no" | {
            /**
             * Format: int32
             * @description From 1 to 5.
             */
            score: number;
        } | "not_applicable";
        /** @description Somebody of the desk who is there. */
        CobrowsePerson: {
            /** @description Whether they lead it: ask, scroll and act. */
            leads: boolean;
            /** @example Ana Berg */
            name: string;
            /**
             * @description `agent`, `supervisor` or `tool`.
             * @example agent
             */
            role: string;
            /** Format: int32 */
            seat: number;
        };
        /** @description Opens a socket, once. */
        CobrowsePlace: {
            /**
             * @description A path of this server, or the address of another node.
             * @example /v1/cobrowse/socket
             */
            socket: string;
            token: string;
        };
        /** @description Whether a recording is whole and unchanged. */
        CobrowseProof: {
            /**
             * Format: int32
             * @description Sealed parts, of five seconds at most.
             */
            chunks: number;
            /** @description Whether it has its end; it goes on while its session does. */
            closed: boolean;
            intact: boolean;
            /**
             * @description What is wrong with it. Absent where it is intact.
             * @example chunk 3: was changed, or is sealed with another key
             */
            problem?: string | null;
            /**
             * Format: int32
             * @description What is in them: frames and events. 0 where it is not intact.
             */
            records: number;
            /** @description SHA-256 of the last sealed part, as the audit trail has it once the recording is closed. */
            sha256: components["schemas"]["Sha256"];
        };
        /** @description One version of a review. */
        CobrowseReview: {
            agent_name: string;
            answer?: components["schemas"]["CobrowseReviewAnswer"] | null;
            at: components["schemas"]["Instant"];
            by_name: string;
            /**
             * @description The version of the scorecard it was written by.
             * @example 2026-11-2
             */
            card: string;
            cobrowse_id: components["schemas"]["CobrowseId"];
            /** @description The critical criteria that failed. */
            failed: string[];
            findings: {
                [key: string]: components["schemas"]["CobrowseFinding"];
            };
            id: components["schemas"]["ScorecardId"];
            /**
             * Format: int32
             * @description From 0 to 100; 0 where a critical criterion failed.
             * @example 88
             */
            points: number;
            reviewer_id: components["schemas"]["PrincipalId"];
            /** @description Whose work it is about. */
            user_id: components["schemas"]["PrincipalId"];
            /**
             * Format: int64
             * @description From 1, per recording and reviewer.
             */
            version: number;
        };
        /** @description The answer to a review. */
        CobrowseReviewAnswer: {
            at: components["schemas"]["Instant"];
            text: string;
        };
        /** @description A session: a customer and people of the desk on one page. */
        CobrowseSession: {
            active_at?: components["schemas"]["Instant"] | null;
            /** @example Ana Berg */
            agent_name?: string | null;
            conversation_id?: components["schemas"]["ConversationId"] | null;
            created_at: components["schemas"]["Instant"];
            customer_id: components["schemas"]["CustomerId"];
            /** @example Maja Lind */
            customer_name?: string | null;
            ended_at?: components["schemas"]["Instant"] | null;
            /**
             * @description Why it ended: `customer`, `agent`, `log_out`, `idle`, `away`, `violation`, `policy` or `time`.
             * @example customer
             */
            ended_why?: string | null;
            /**
             * @description Everything that the customer ever allowed, taken back or not.
             * @example [
             *       "view",
             *       "draw",
             *       "record"
             *     ]
             */
            granted: string[];
            /**
             * @description What the customer allows: `view`, `draw`, `scroll`, `control`, `record`.
             * @example [
             *       "view",
             *       "draw"
             *     ]
             */
            grants: string[];
            /** @example Ben Ode */
            handed_to_name?: string | null;
            handed_to_user_id?: components["schemas"]["PrincipalId"] | null;
            id: components["schemas"]["CobrowseId"];
            invitation?: components["schemas"]["CobrowseInvitation"] | null;
            /** @description Whether you may take a seat in it now. */
            may_join: boolean;
            people: components["schemas"]["CobrowsePerson"][];
            /**
             * Format: int32
             * @description How long its recording goes, where there is one that can be read. Milliseconds.
             * @example 184000
             */
            recording_ms?: number | null;
            /**
             * @description `waiting` (nobody of the desk has come), `asked`, `shown` (the customer has the question before
             *     them), `declined`, `active`, `paused` or `ended`.
             * @example active
             */
            state: string;
            user_id?: components["schemas"]["PrincipalId"] | null;
        };
        /** @description Both groups of one topic. */
        CobrowseTopic: {
            kind: components["schemas"]["CobrowseTopicKind"];
            resolved: components["schemas"]["CobrowseEstimate"] | null;
            /**
             * @description The reason or the intent.
             * @example not_received
             */
            topic?: string | null;
            with: components["schemas"]["CobrowseGroup"];
            without: components["schemas"]["CobrowseGroup"];
        };
        /**
         * @description What a topic is.
         * @enum {string}
         */
        CobrowseTopicKind: "reason" | "complaint" | "intent" | "unknown";
        /** @description Somebody's look at a recording. */
        CobrowseWatch: {
            at: components["schemas"]["Instant"];
            deed: components["schemas"]["CobrowseDeed"];
            /**
             * @description Absent for a key that is nobody's.
             * @example Sam Holm
             */
            name?: string | null;
        };
        /** @description A session that waits for somebody of the desk. */
        CobrowsingBegun: {
            /**
             * @description Six digits for the customer to read out. Used once.
             * @example 042917
             */
            code: string;
            code_expires_at: components["schemas"]["Instant"];
            id: components["schemas"]["CobrowseId"];
            /**
             * @description A path of this server, or the address of another node.
             * @example /v1/cobrowse/socket
             */
            socket: string;
            /** @description Opens the socket. */
            token: string;
        };
        /** @description A code that was sent. */
        CodeSignIn: {
            code: components["schemas"]["Hidden"];
            email: string;
            tenant?: components["schemas"]["TenantId"] | null;
        };
        /** @description What a company says about itself. */
        Company: {
            /**
             * Format: int32
             * @description For how many days a resolved conversation is kept before what was said in it is erased.
             * @example 365
             */
            conversations_kept_days: number;
            home_market?: components["schemas"]["Jurisdiction"] | null;
            /** @description BCP 47 tags, the usual one first. */
            languages: string[];
            name: string;
            ombudsman?: components["schemas"]["Ombudsman"] | null;
            pauses: components["schemas"]["Pauses"];
            privacy_url?: string | null;
            /**
             * Format: int32
             * @description For how many days a recording of co-browsing is kept.
             * @example 90
             */
            recordings_kept_days: number;
            support: components["schemas"]["Contact"];
            tenant: components["schemas"]["TenantId"];
        };
        /** @description What drafts would have done to the customer's orders, held against what people did in their place. */
        ComparedActs: {
            /**
             * Format: int64
             * @description The draft had come to a tool, and the person did nothing.
             */
            assistant_only: number;
            /** Format: int64 */
            neither: number;
            /**
             * Format: int64
             * @description Something else.
             */
            other: number;
            /**
             * Format: int64
             * @description The same to the same order, with other values.
             */
            other_values: number;
            /**
             * Format: int64
             * @description The person acted, and the draft had come to no tool: it told, or asked something first.
             */
            person_only: number;
            /**
             * Format: int64
             * @description The same to the same, with the same values.
             */
            same: number;
            same_interval: components["schemas"]["ShareInterval"] | null;
            /**
             * Format: double
             * @description The same, of all in which either acted.
             */
            same_share: number | null;
        };
        /** @description A complaint with its clocks and letters. */
        Complaint: {
            about_payment_services: boolean;
            /** @description The first instant that is late. */
            acknowledge_by: components["schemas"]["Instant"];
            acknowledged_at?: components["schemas"]["Instant"] | null;
            customer_id: components["schemas"]["CustomerId"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            finding?: components["schemas"]["Finding"] | null;
            id: components["schemas"]["ComplaintId"];
            jurisdiction: components["schemas"]["Jurisdiction"];
            letters: components["schemas"]["SentLetter"][];
            order_id?: components["schemas"]["OrderId"] | null;
            received_at: components["schemas"]["Instant"];
            redress?: components["schemas"]["Redress"] | null;
            /** @description The first instant that is late. */
            respond_by: components["schemas"]["Instant"];
            /**
             * @description `open`, `answered`, `closed` or `withdrawn`.
             * @example open
             */
            state: string;
            /** @description Until when a summary resolution communication will do. */
            summary_until: components["schemas"]["Instant"];
            text: string;
        };
        /** @description A letter as it would be sent. */
        ComplaintDraft: {
            /** @description What it contains, by the names of the rule. */
            contents: string[];
            /**
             * @description What law asks of it and it has not: a reason, a date, or who the ombudsman is
             *     (`PUT /v1/company`). It is not sent like this.
             */
            lacks: string[];
            letter: components["schemas"]["Letter"];
        };
        /**
         * Format: uuid
         * @description A complaint.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        ComplaintId: string;
        /**
         * @description A letter that answers a complaint.
         * @enum {string}
         */
        ComplaintLetter: "summary_resolution" | "final_response" | "delay";
        /** @description How a task was done. */
        CompleteTask: {
            note: string;
        };
        /**
         * @description How much of what is asked for was handed in.
         * @enum {string}
         */
        Completeness: "none" | "partial" | "complete";
        /** @description Facts read from an item, confirmed or corrected by a person. */
        ConfirmFacts: {
            authenticity: components["schemas"]["Authenticity"];
            facts: components["schemas"]["StatedFacts"];
        };
        /** @description A code of the app. */
        ConfirmTotp: {
            code: components["schemas"]["Hidden"];
        };
        /**
         * @description How a fact read from an item came to count.
         * @enum {string}
         */
        Confirmation: "stated" | "rule" | "person";
        /** @description Messages of one intent that were taken for another. */
        ConfusedIntents: {
            meant: string;
            /** @description Empty where nothing was recognised. */
            taken_for: string;
            /** Format: int64 */
            times: number;
        };
        /** @description How to reach a person. */
        Contact: {
            /** @default null */
            email?: string | null;
            /** @default [] */
            hours?: components["schemas"]["Hours"][];
            /** @default null */
            phone?: string | null;
        };
        /** @description Why a row fell by itself from act to suggest. */
        ControlFall: {
            at: components["schemas"]["Instant"];
            /** Format: double */
            limit: number;
            /**
             * Format: int64
             * @description Of so many cases.
             */
            of: number;
            /** Format: double */
            share: number;
            why: components["schemas"]["ControlFallReason"];
        };
        /**
         * @description Which band was left.
         * @enum {string}
         */
        ControlFallReason: "resolved" | "complaints";
        /** @description What was measured of an intent in a market, since its setting is as it is. */
        ControlMeasured: {
            /**
             * Format: int64
             * @description Conversations that the assistant answered.
             */
            answered: number;
            /** Format: int64 */
            complaints: number;
            complaints_interval: components["schemas"]["ShareInterval"] | null;
            /** @description Empty where nothing was recognised. */
            intent: string;
            /** @description Empty where it is not known. */
            market: string;
            mode: components["schemas"]["AssistantMode"];
            /** Format: int64 */
            resolved: number;
            resolved_interval: components["schemas"]["ShareInterval"] | null;
            /**
             * Format: int64
             * @description What is decided of them, without what its procedure gives to a person.
             */
            settled: number;
        };
        /** @description A row of the table. */
        ControlRow: {
            at?: components["schemas"]["Instant"] | null;
            band?: components["schemas"]["AssistantBand"] | null;
            by?: components["schemas"]["PrincipalId"] | null;
            fell?: components["schemas"]["ControlFall"] | null;
            intent?: string | null;
            market?: string | null;
            mode: components["schemas"]["AssistantMode"];
            /** Format: int32 */
            percent: number;
        };
        /** @description A row of the table that is to be. */
        ControlRowChange: {
            band?: components["schemas"]["AssistantBand"] | null;
            /**
             * @description Every intent where absent.
             * @example pause_payment
             */
            intent?: string | null;
            /**
             * @description A country; every one where absent.
             * @example SE
             */
            market?: string | null;
            mode: components["schemas"]["AssistantMode"];
            /**
             * Format: int32
             * @description Of how many of a hundred conversations; the others go to people.
             */
            percent: number;
        };
        /** @description A version of the settings. */
        ControlSettings: {
            at?: components["schemas"]["Instant"] | null;
            band: components["schemas"]["AssistantBand"];
            by?: components["schemas"]["PrincipalId"] | null;
            /** @description What `by` is called: in the list of versions. */
            by_name?: string | null;
            /**
             * Format: int32
             * @description How many cases a fall follows from at least.
             */
            cases_min: number;
            rows: components["schemas"]["ControlRow"][];
            /**
             * Format: int64
             * @description 1, 2, 3 … as they were changed; 0 is what ships.
             */
            version: number;
            /**
             * Format: int32
             * @description Over how many days it is measured.
             */
            window_days: number;
        };
        /** @description A conversation. What is marked "desk" is absent for the customer. */
        Conversation: {
            assignment: components["schemas"]["Assignment"];
            call_back?: components["schemas"]["CallBack"] | null;
            /** @description Desk: whether whoever has it may give it back to the assistant now. */
            can_return?: boolean | null;
            /** @description Desk: why not, where not. */
            cannot_return_because?: string | null;
            channel: components["schemas"]["Channel"];
            cobrowse?: components["schemas"]["ConversationCobrowse"] | null;
            complaint_id?: components["schemas"]["ComplaintId"] | null;
            contact?: components["schemas"]["ConversationContact"] | null;
            created_at: components["schemas"]["Instant"];
            csat?: components["schemas"]["Csat"] | null;
            customer: components["schemas"]["ConversationCustomer"];
            customer_id: components["schemas"]["CustomerId"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            floor: components["schemas"]["Floor"];
            human_requested_at?: components["schemas"]["Instant"] | null;
            id: components["schemas"]["ConversationId"];
            imported_from?: components["schemas"]["ImportedFrom"] | null;
            /**
             * @description BCP 47.
             * @example sv
             */
            language: string;
            last?: components["schemas"]["LastSaid"] | null;
            /** @description Desk: who was called in a note and has not written since. */
            mentioned?: components["schemas"]["PrincipalId"][];
            merged_into?: components["schemas"]["ConversationId"] | null;
            /**
             * @description What people call it.
             * @example 7F3K-9QDM
             */
            number: string;
            order_id?: components["schemas"]["OrderId"] | null;
            priority?: components["schemas"]["Priority"] | null;
            queue?: components["schemas"]["QueuePlace"] | null;
            /** @description Desk: messages that wait for their time. */
            scheduled?: components["schemas"]["ScheduledMessage"][];
            /**
             * Format: int64
             * @description Up to which event the customer has seen it.
             */
            seen_by_customer: number;
            /**
             * Format: int64
             * @description Desk: up to which event the desk has seen it.
             */
            seen_by_desk: number;
            /**
             * Format: int64
             * @description Number of the last event.
             */
            seq: number;
            skills?: string[];
            /** @description Desk: what was promised by when. */
            sla?: components["schemas"]["SlaClock"][];
            snoozed_until?: components["schemas"]["Instant"] | null;
            /**
             * @description `open`, `snoozed` or `resolved`. Desk: that it is snoozed; to its customer it is open.
             * @example open
             */
            state: string;
            subject: string;
            tags?: string[];
            /** @description Something was said that the reader's side has not seen. */
            unread: boolean;
            updated_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Grows with each change: a snapshot with a lower one is old.
             */
            version: number;
            /**
             * @description `customer`, `us` or `nobody`.
             * @example us
             */
            waiting_on: string;
            waiting_since?: components["schemas"]["Instant"] | null;
        };
        /** @description A page that is looked at together. */
        ConversationCobrowse: {
            session_id: components["schemas"]["CobrowseId"];
            /**
             * @description `invited` (the customer is asked to come), `answered` (they came, and wait), `asked` (they read what
             *     is asked), `active` or `declined`.
             * @example invited
             */
            state: string;
            /**
             * @description Who of the desk it is with.
             * @example Ana Berg
             */
            user_name: string;
        };
        /** @description How the customer wrote or called: as they say themselves, which proves nothing. */
        ConversationContact: {
            email?: string | null;
            phone?: string | null;
        };
        /** @description How many there are in each list. */
        ConversationCounts: {
            /** Format: int64 */
            complaints: number;
            /** Format: int64 */
            critical: number;
            /**
             * Format: int64
             * @description Where a colleague called you in a note and you have not answered.
             */
            mentions: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            snoozed: number;
            /** Format: int64 */
            unassigned: number;
            /** Format: int64 */
            waiting: number;
        };
        /** @description Whose it is. */
        ConversationCustomer: {
            language: string;
            /** @description Empty for whoever has not said it, and for every visitor. */
            name: string;
            /** @description Somebody who has not said who they are. */
            visitor: boolean;
        };
        /** @description Something that was said or done in a conversation. */
        ConversationEvent: components["schemas"]["EventBody"] & {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["EventBy"];
            /** @description The sender's own id of what was said. */
            client_id?: string | null;
            conversation_id: components["schemas"]["ConversationId"];
            /**
             * Format: int64
             * @description From 1, per conversation. A customer's reading leaves out what is for the desk.
             */
            seq: number;
            /**
             * @description `all` or `desk`.
             * @example all
             */
            visible_to: string;
        };
        /** @description The events of a conversation. */
        ConversationEvents: {
            items: components["schemas"]["ConversationEvent"][];
        };
        /**
         * Format: uuid
         * @description A conversation.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        ConversationId: string;
        /** @description The turns of a conversation, from old to new, with the intents that a message may have. */
        ConversationTurns: {
            conversation_id: components["schemas"]["ConversationId"];
            intents: string[];
            /**
             * @description What a message may be marked as in place of intents: `answers_question`, an answer to what the
             *     assistant asked.
             */
            marks: string[];
            turns: components["schemas"]["AssistantTurn"][];
        };
        /**
         * @description A key to make.
         * @example {
         *       "role": "merchant",
         *       "subject": "m-1001",
         *       "label": "The shop's console"
         *     }
         */
        CreateKey: {
            expires_at?: components["schemas"]["Instant"] | null;
            label: string;
            role: components["schemas"]["Role"];
            /**
             * @description Who acts with it: the merchant's id for the roles of a merchant, the customer's for a
             *     consumer, otherwise whoever it is.
             */
            subject: components["schemas"]["PrincipalId"];
        };
        /**
         * @description A block of text to keep. Its places are `{{customer.name}}`, `{{agent.name}}`, `{{company.name}}`,
         *     `{{conversation.number}}`, `{{order.id}}`, `{{order.shop}}`, `{{order.total}}`, `{{amount}}` (in
         *     dispute), `{{refund.amount}}` (sent within 30 days, or on its way), `{{payment.amount}}` and
         *     `{{payment.date}}`. A sentence that promises money must name `{{refund.amount}}`.
         * @example {
         *       "name": "Late parcel",
         *       "language": "en",
         *       "text": "Hi {{customer.name}}, I am looking at order {{order.id}} now.",
         *       "shared": false
         *     }
         */
        CreateMacro: {
            language: string;
            name: string;
            /** @description For the whole desk: takes somebody who leads it. */
            shared?: boolean;
            text: string;
        };
        /**
         * @description A custom role to make.
         * @example {
         *       "name": "Trainee",
         *       "base_role": "agent",
         *       "taken": [
         *         "refund.execute",
         *         "goodwill.grant"
         *       ]
         *     }
         */
        CreateRole: {
            base_role: components["schemas"]["Role"];
            name: string;
            taken: string[];
        };
        /**
         * @description A need as it is told.
         * @example {
         *       "need": "large_print",
         *       "consent": true
         *     }
         */
        CreateSupportNeed: {
            /** @description The customer agreed explicitly to its being kept: nothing is kept without. */
            consent: boolean;
            need: components["schemas"]["Need"];
            /** @description What to do; never a diagnosis. */
            note?: string | null;
            /** @description What it is kept for, in the customer's words; "to serve you in the way you need" when absent. */
            purpose?: string | null;
            review_on?: components["schemas"]["Date"] | null;
        };
        /**
         * @description A user to invite.
         * @example {
         *       "email": "anna@acme.example",
         *       "name": "Anna Ek",
         *       "role": "agent",
         *       "languages": [
         *         "sv",
         *         "en"
         *       ],
         *       "skills": [
         *         "returns"
         *       ]
         *     }
         */
        CreateUser: {
            /** Format: int64 */
            capacity_units?: number | null;
            /** @description The name of a custom role on top of it. */
            custom_role?: string | null;
            email: string;
            languages?: string[];
            merchant_id?: components["schemas"]["MerchantId"] | null;
            name: string;
            role: components["schemas"]["Role"];
            skills?: string[];
        };
        /**
         * @description An endpoint to make.
         * @example {
         *       "url": "https://shop.example/hooks",
         *       "topics": [
         *         "dispute.opened"
         *       ]
         *     }
         */
        CreateWebhook: {
            /** @description May be `http` and inside private networks: sandboxes only, where the server allows it. */
            development?: boolean;
            merchant_id?: components["schemas"]["MerchantId"] | null;
            /** @description Ombud's own events where empty. */
            topics?: string[];
            url: string;
        };
        /** @description What the customer thought of it. */
        Csat: {
            at: components["schemas"]["Instant"];
            comment?: string | null;
            /**
             * Format: int32
             * @description 1 (bad) to 5 (good).
             */
            score: number;
        };
        /** @description Nothing is asked of the telephone system. */
        CtiAnswer: Record<string, unknown>;
        /**
         * @description What a telephone system tells, in the words of Zammad's generic CTI contract; JSON, or a form.
         * @example {
         *       "event": "newCall",
         *       "from": "493055571600",
         *       "to": "49221470334",
         *       "direction": "in",
         *       "callId": "53ba82e2bd6d12d9",
         *       "user": [
         *         "Emma Taylor"
         *       ]
         *     }
         */
        CtiEvent: {
            /** @description The line, address or id of who answered. */
            answeringNumber?: string | null;
            callId: string;
            /**
             * @description Of a hangup: `normalClearing`, `busy`, `cancel`, `noAnswer`, `congestion`, `notFound` or
             *     `forwarded`.
             */
            cause?: string | null;
            /** @description `in` or `out`. */
            direction: string;
            /** @description `newCall`, `answer` or `hangup`. */
            event: string;
            from: string;
            to: string;
            /** @description The names of whoever is called, or calls. In a form also `user[]`. */
            user?: string[];
        };
        /**
         * @description An ISO 4217 currency code.
         * @example GBP
         */
        Currency: string;
        /** @description The sum over all accounts in one currency: zero, always. */
        CurrencySum: {
            currency: components["schemas"]["Currency"];
            /** Format: int64 */
            pending_minor: number;
            /** Format: int64 */
            posted_minor: number;
        };
        /** @description A role of the product less some of its actions. */
        CustomRole: {
            base_role: components["schemas"]["Role"];
            id: components["schemas"]["CustomRoleId"];
            name: string;
            /** @description The actions that are taken away. */
            taken: string[];
        };
        /**
         * Format: uuid
         * @description A custom role.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        CustomRoleId: string;
        /** @description A person who buys. */
        Customer: {
            address?: components["schemas"]["Address"] | null;
            at: components["schemas"]["Instant"];
            devices?: components["schemas"]["DeviceId"][];
            /** @description People at the desk read the first letter and the domain: `a***@example.org`. */
            email?: string | null;
            id: components["schemas"]["CustomerId"];
            jurisdiction: components["schemas"]["Jurisdiction"];
            /** @description BCP 47 tag of the language letters are written in. */
            language?: string;
            /** @description What people at the desk call them; no decision looks at it. */
            name?: string | null;
            /** @description Customer since. */
            since: components["schemas"]["Instant"];
        };
        /**
         * @description A customer, by the company's own id.
         * @example cus-204
         */
        CustomerId: string;
        /** @description How it reached the customer. */
        CustomerSide: {
            /** @description Had through the bank's chargeback already. */
            by_bank: components["schemas"]["Money"];
            /** @description Instalments that were cancelled or reduced. */
            instalments: components["schemas"]["LessToPay"][];
            /** @description Late fees taken back with it. */
            late_fees: components["schemas"]["Money"];
            /** @description Credited before the decision, and owed again. */
            owed_again: components["schemas"]["Money"];
            /** @description To the card or account a payment came from. */
            paid_back: components["schemas"]["PaidBack"][];
            /** @description Taken off a debt that had been given up. */
            written_off: components["schemas"]["Money"];
        };
        /**
         * Format: date
         * @description A calendar date.
         * @example 2026-11-21
         */
        Date: string;
        /**
         * @description A person decides.
         * @example {
         *       "for_party": "consumer",
         *       "reasons": "The parcel went to another street."
         *     }
         */
        Decide: {
            /**
             * Format: int64
             * @description For the customer, what they get; everything in dispute when absent.
             */
            amount_minor?: number | null;
            /** @description An outcome detail code. */
            code?: string | null;
            for_party: components["schemas"]["Party"];
            liable?: components["schemas"]["Liable"] | null;
            /** @description In words for both parties. */
            reasons: string;
        };
        /** @description Done, or waiting for somebody else's approval. */
        Decided: {
            dispute: components["schemas"]["Dispute"];
            /** @enum {string} */
            result: "done";
        } | {
            /** @enum {string} */
            result: "awaits_approval";
            task: components["schemas"]["Task"];
        };
        /** @description A decision: enough to be replayed byte for byte and explained in words. It is never changed. */
        Decision: {
            actor: components["schemas"]["Actor"];
            amount: components["schemas"]["Money"];
            at: components["schemas"]["Instant"];
            /** @description Decided by policy code alone. */
            automatic: boolean;
            /** @description The reasons for the customer; not shown to the merchant. */
            because?: string | null;
            /** @description The reasons for the merchant; not shown to the customer. */
            because_merchant?: string | null;
            /** @description An outcome detail code; the list is open. */
            code: string;
            dispute_id: components["schemas"]["DisputeId"];
            /** @description What was known, and all that the decision may depend on; shown at the desk. */
            facts?: Record<string, unknown> | null;
            for_party: components["schemas"]["Party"];
            id: components["schemas"]["DecisionId"];
            /** @description Of the canonical bytes of the facts. */
            inputs_hash: components["schemas"]["Sha256"];
            liable: components["schemas"]["Liable"];
            outcome: components["schemas"]["Outcome"];
            /** @description Of the rules that decided. */
            policy_hash: components["schemas"]["Sha256"];
            /** @example bnpl.2026 */
            policy_version: string;
            /** @description The customer was told how to have a person look again. */
            review_right: boolean;
            /** @description The rule that fired, first, and any that shaped it. */
            rules: string[];
            stage: components["schemas"]["Stage"];
        };
        /**
         * Format: uuid
         * @description A decision.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        DecisionId: string;
        /** @description The mark a decision leaves on the dispute; the whole of it is at `/v1/decisions/{id}`. */
        DecisionMark: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["Actor"];
            for_party: components["schemas"]["Party"];
            id: components["schemas"]["DecisionId"];
            /**
             * @description The rule that fired.
             * @example INR-SILENT
             */
            rule: string;
            stage: components["schemas"]["Stage"];
        };
        /** @description A delay letter. */
        DelayComplaint: {
            /** @description What a letter that is written elsewhere contains, by the names of the rule. */
            contents?: string[];
            expected_on?: components["schemas"]["Date"] | null;
            /** @description Why it takes longer, to the customer and in their language: with it the letter is written here. */
            reasons?: string | null;
        };
        /** @description One event for one endpoint. */
        Delivery: {
            /** Format: int64 */
            attempts: number;
            created_at: components["schemas"]["Instant"];
            ended_at?: components["schemas"]["Instant"] | null;
            /** @description The `webhook-id` header: the same for every try. */
            event_id: components["schemas"]["EventId"];
            id: components["schemas"]["DeliveryId"];
            last_error?: string | null;
            /**
             * Format: int64
             * @description The HTTP status of the last try.
             */
            last_status?: number | null;
            next_try_at: components["schemas"]["Instant"];
            /**
             * @description `pending`, `succeeded` or `failed`.
             * @example succeeded
             */
            state: string;
            /** @example dispute.opened */
            topic: string;
        };
        /**
         * Format: uuid
         * @description A delivery to a webhook endpoint.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        DeliveryId: string;
        /** @description A delivery, with what was sent. */
        DeliveryWithBody: components["schemas"]["Delivery"] & {
            /** @description The body, as every try sends it. */
            request: Record<string, unknown>;
        };
        /** @description When the desk is open. */
        DeskHours: {
            days: components["schemas"]["OpenTime"][];
            holidays: components["schemas"]["Date"][];
            time_zone: string;
            /**
             * Format: int64
             * @description 1, 2, 3 … as it was changed; 0 is what ships.
             */
            version: number;
        };
        /** @description Rules of routing. */
        DeskRouting: {
            /**
             * Format: int32
             * @description What a contact gains for each minute it waits, so that nothing waits for ever.
             * @example 2
             */
            ageing_points_per_minute: number;
            /**
             * Format: int32
             * @description Whoever is told to wait so long is offered to be called back.
             * @example 300
             */
            call_back_from_s: number;
            /**
             * Format: int32
             * @description From here on a contact is critical; what it waited is not counted.
             * @example 60
             */
            critical_from_points: number;
            /** @description Who has any of these can take critical work. */
            critical_skills: string[];
            /**
             * Format: int32
             * @description How long a conversation takes a person: what customers are told of the wait comes from it.
             * @example 300
             */
            handle_time_s: number;
            /**
             * Format: int32
             * @description So many of them are kept free for it.
             * @example 1
             */
            reserved_seats: number;
        };
        Device: {
            at: components["schemas"]["Instant"];
            customer_id: components["schemas"]["CustomerId"];
            fingerprint?: string | null;
            id: components["schemas"]["DeviceId"];
            ip?: string | null;
        };
        /**
         * @description A device, by the company's own id.
         * @example dev-9
         */
        DeviceId: string;
        /**
         * @description Why a box stays hidden.
         * @example {
         *       "reason": "The customer's own notes."
         *     }
         */
        DismissBlindSpot: {
            reason: string;
        };
        /** @description A dispute. */
        Dispute: {
            /** @description What is in dispute now: refunds shrink it. */
            amount: components["schemas"]["Money"];
            appeal?: components["schemas"]["Appeal"] | null;
            /** @description What was claimed at open; never changes. */
            claimed: components["schemas"]["Money"];
            /** @description The clocks that run, soonest first. */
            clocks: components["schemas"]["Clock"][];
            closing?: components["schemas"]["Closing"] | null;
            customer_id: components["schemas"]["CustomerId"];
            /** @description What the customer could still hand in. */
            customer_missing: components["schemas"]["MissingEvidence"][];
            /** @description Every decision so far, oldest first; none is ever changed. */
            decisions: components["schemas"]["DecisionMark"][];
            evidence: components["schemas"]["EvidenceItem"][];
            exceptions: components["schemas"]["Exception"][];
            exemption?: components["schemas"]["Exemption"] | null;
            framework: components["schemas"]["Framework"];
            granted?: components["schemas"]["Money"] | null;
            held?: components["schemas"]["Held"] | null;
            id: components["schemas"]["DisputeId"];
            kind: components["schemas"]["DisputeKind"];
            /** @description The lines in dispute; the whole order when empty. */
            lines: components["schemas"]["LineId"][];
            linked: components["schemas"]["LinkedCase"][];
            merchant_id: components["schemas"]["MerchantId"];
            /** @description What the merchant could still hand in. */
            merchant_missing: components["schemas"]["MissingEvidence"][];
            /** @description The shop's name; absent for a shop that the feed has not brought. */
            merchant_name?: string | null;
            /** @description Waits for a person: policy code does nothing more by itself. */
            needs_person: boolean;
            opened_at: components["schemas"]["Instant"];
            opened_by: components["schemas"]["Actor"];
            order_id: components["schemas"]["OrderId"];
            proposal?: components["schemas"]["Offer"] | null;
            /** @description Credited to the customer before the decision, as law demands. */
            provisional: components["schemas"]["Money"];
            reason: components["schemas"]["Reason"];
            /**
             * Format: int32
             * @description How often it was reopened.
             */
            reopened: number;
            state: components["schemas"]["DisputeState"];
            statement: components["schemas"]["Statement"];
            stop_request?: components["schemas"]["StopState"] | null;
            sub_issue: components["schemas"]["SubIssue"];
            updated_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Of the order's file: rises with every change of anything about the order.
             */
            version: number;
        };
        /**
         * Format: uuid
         * @description A dispute.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        DisputeId: string;
        /**
         * @description What kind of case it is.
         * @enum {string}
         */
        DisputeKind: "consumer_claim" | "risk_stop" | "network_chargeback" | "account_error" | "unauthorised" | "credit_report" | "program";
        /**
         * @description Where a dispute stands.
         * @enum {string}
         */
        DisputeState: "draft" | "dialogue" | "evidence" | "review" | "preliminary" | "final_review" | "closed";
        /** @description A dispute in a list. */
        DisputeSummary: {
            /** @description What is in dispute now. */
            amount: components["schemas"]["Money"];
            assignee?: components["schemas"]["Assignee"] | null;
            claimed: components["schemas"]["Money"];
            closed_at?: components["schemas"]["Instant"] | null;
            customer_id: components["schemas"]["CustomerId"];
            framework: components["schemas"]["Framework"];
            id: components["schemas"]["DisputeId"];
            merchant_action?: components["schemas"]["MerchantAction"] | null;
            merchant_completeness?: components["schemas"]["Completeness"] | null;
            merchant_id: components["schemas"]["MerchantId"];
            /** @description What the merchant could still hand in. */
            merchant_missing?: components["schemas"]["MissingEvidence"][];
            /** @description The shop's name; absent for a shop that the feed has not brought. */
            merchant_name?: string | null;
            needs_person: boolean;
            next_deadline_at?: components["schemas"]["Instant"] | null;
            opened_at: components["schemas"]["Instant"];
            order_id: components["schemas"]["OrderId"];
            outcome?: components["schemas"]["Outcome"] | null;
            reason: components["schemas"]["Reason"];
            respond_by?: components["schemas"]["Instant"] | null;
            state: components["schemas"]["DisputeState"];
            /**
             * @description The first of the lines in dispute, or of the order's.
             * @example Hiking boots
             */
            title: string;
            updated_at: components["schemas"]["Instant"];
        };
        /** @description The dispute clauses of a merchant's contract. */
        DisputeTerms: {
            /**
             * Format: int64
             * @description Disputes of at most this amount (minor units of the order's currency) are accepted by the
             *     merchant without an answer; 0 turns it off.
             */
            auto_accept_below_minor?: number;
            fee?: components["schemas"]["FeeTerms"];
            framework?: components["schemas"]["Framework"] | null;
            /** @description When the disputed amount is held back from the merchant's payable balance. */
            hold?: components["schemas"]["HoldTerms"];
            /** @description Where the merchant followed the provider's shipping rules, the provider bears fraud losses. */
            seller_protection?: boolean;
            /**
             * @description The merchant ships with tracking that reaches the provider: a proof of delivery is complete
             *     only once a carrier has recorded the parcel itself.
             */
            tracking_required?: boolean;
        };
        /** @description A fact that a document states, and where. */
        DocumentFact: {
            books: components["schemas"]["BooksAnswer"];
            confidence: components["schemas"]["FactConfidence"];
            field: components["schemas"]["FactField"];
            /** Format: int32 */
            line: number;
            /**
             * Format: int32
             * @description From 1; 0 for the head of a letter.
             */
            page: number;
            /** @description The words that say it. */
            quote: string;
            status: components["schemas"]["FactStatus"];
            /**
             * @description As people read it.
             * @example 2026-05-03 14:02
             */
            value: string;
        };
        /** @description A hint, and why it is told. Advice: it decides nothing. */
        DocumentFlag: {
            /** @description What it is about. */
            detail?: string | null;
            kind: components["schemas"]["DocumentFlagKind"];
            weight: components["schemas"]["FlagWeight"];
            /** @description In plain English. */
            words: string;
        };
        /**
         * @description A hint that a file was changed, or is not what it seems.
         * @enum {string}
         */
        DocumentFlagKind: "changed_after_signing" | "appended" | "editing_tool" | "changed_later" | "script" | "invisible_text" | "unreadable_text" | "picture_edited" | "picture_dates_disagree" | "no_metadata" | "same_file_elsewhere" | "alike_elsewhere" | "contradicts_books" | "stated_otherwise" | "return_path_differs" | "proof_failed";
        /** @description What was done, when there is nothing else to show. */
        Done: {
            done: boolean;
        };
        /** @description A letter to be written: an answer, or one that says that it takes longer. */
        DraftComplaintLetter: {
            answer?: components["schemas"]["AnswerComplaint"] | null;
            delay?: components["schemas"]["DelayComplaint"] | null;
        };
        /** @description A payment ahead of the due dates that has not come. */
        EarlyPayment: {
            amount: components["schemas"]["Money"];
            asked_at: components["schemas"]["Instant"];
            /** @description The provider's own word for why not, such as `insufficient_funds`. */
            declined_because?: string | null;
            /** Format: uuid */
            id: string;
            redirect_url?: string | null;
            state: components["schemas"]["EarlyPaymentState"];
        };
        /**
         * @description How a payment ahead of the due dates stands.
         * @enum {string}
         */
        EarlyPaymentState: "pending" | "asks_customer" | "declined";
        /**
         * Format: uuid
         * @description Money on its way out.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        EffectId: string;
        /**
         * Format: uuid
         * @description A ledger entry.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        EntryId: string;
        /** @description What became of the records about a person. */
        Erasure: {
            /** @description For each record: erased, or kept on which ground and until when. */
            answers: Record<string, unknown>[];
        };
        /** @description A mean over the runs, with its standard error. */
        Estimate: {
            /** Format: double */
            mean: number;
            /** Format: double */
            standard_error: number;
        };
        /** @description What was said or done. */
        EventBody: {
            body: {
                attachments: components["schemas"]["Attachment"][];
                /** @description Answers that the customer may choose instead of writing. */
                choices?: string[];
                email?: components["schemas"]["MessageByEmail"] | null;
                /** Format: int64 */
                in_reply_to?: number | null;
                language?: string | null;
                /** @description It is the assistant's proof of what was done. */
                receipt?: boolean;
                /**
                 * @description The passage of the help centre that it quotes: article, version and place.
                 * @example late_fees@1#3
                 */
                source?: string | null;
                text: string;
            };
            /** @enum {string} */
            kind: "message";
        } | {
            /** @description What became of the letter that a message was sent as. */
            body: {
                /**
                 * Format: int64
                 * @description The message's number.
                 */
                message: number;
                of_conversation_id?: components["schemas"]["ConversationId"] | null;
                /** @description `sent` or `failed`. */
                state: string;
                why?: string | null;
            };
            /** @enum {string} */
            kind: "delivery";
        } | {
            body: {
                mentions: components["schemas"]["PrincipalId"][];
                text: string;
            };
            /** @enum {string} */
            kind: "note";
        } | {
            /** @description What an assistant said too late: the customer never saw it. */
            body: {
                /** Format: int64 */
                epoch: number;
                text: string;
            };
            /** @enum {string} */
            kind: "draft_discarded";
        } | {
            body: {
                /** Format: int64 */
                epoch: number;
                holder: string;
                /** @description Of the person who holds it. */
                user_name?: string | null;
            };
            /** @enum {string} */
            kind: "floor";
        } | {
            body: {
                again: boolean;
                due_at: components["schemas"]["Instant"];
                /** @description `button`, `words`, `repeated_no`, `assistant`, `critical_moment`, `no_assistant` or `call`. */
                how: string;
                task_id: components["schemas"]["TaskId"];
                /** @description A customer's reading has their own words alone. */
                words?: string | null;
            };
            /** @enum {string} */
            kind: "human_requested";
        } | {
            body: {
                /** @description As the assistant left it. */
                brief: Record<string, unknown>;
                known?: components["schemas"]["Brief"] | null;
                why: string;
            };
            /** @enum {string} */
            kind: "handed_over";
        } | {
            body: {
                until: components["schemas"]["Instant"];
                user_id: components["schemas"]["PrincipalId"];
                user_name: string;
            };
            /** @enum {string} */
            kind: "offered";
        } | {
            body: {
                user_id?: components["schemas"]["PrincipalId"] | null;
                user_name: string;
            };
            /** @enum {string} */
            kind: "accepted";
        } | {
            body: {
                user_id: components["schemas"]["PrincipalId"];
                user_name: string;
            };
            /** @enum {string} */
            kind: "declined";
        } | {
            body: {
                user_id: components["schemas"]["PrincipalId"];
                user_name: string;
            };
            /** @enum {string} */
            kind: "offer_expired";
        } | {
            /** @description Somebody took it. */
            body: {
                user_id?: components["schemas"]["PrincipalId"] | null;
                user_name: string;
            };
            /** @enum {string} */
            kind: "assigned";
        } | {
            body: {
                why: string;
            };
            /** @enum {string} */
            kind: "released";
        } | {
            body: {
                note: string;
                skills: string[];
                to_user_id?: components["schemas"]["PrincipalId"] | null;
                to_user_name?: string | null;
            };
            /** @enum {string} */
            kind: "transferred";
        } | {
            body: Record<string, unknown>;
            /** @enum {string} */
            kind: "resolved";
        } | {
            body: Record<string, unknown>;
            /** @enum {string} */
            kind: "reopened";
        } | {
            body: {
                until: components["schemas"]["Instant"];
            };
            /** @enum {string} */
            kind: "snoozed";
        } | {
            body: Record<string, unknown>;
            /** @enum {string} */
            kind: "woken";
        } | {
            /** @description Into another conversation, or from one. */
            body: {
                from?: components["schemas"]["ConversationId"] | null;
                from_number?: string | null;
                into?: components["schemas"]["ConversationId"] | null;
            };
            /** @enum {string} */
            kind: "merged";
        } | {
            body: {
                added: string[];
                removed: string[];
            };
            /** @enum {string} */
            kind: "tagged";
        } | {
            body: {
                level: components["schemas"]["PriorityLevel"];
                reasons: components["schemas"]["PriorityReason"][];
                /** Format: int32 */
                score: number;
            };
            /** @enum {string} */
            kind: "priority";
        } | {
            body: {
                complaint_id: components["schemas"]["ComplaintId"];
                words: string;
            };
            /** @enum {string} */
            kind: "complaint";
        } | {
            body: {
                dispute_id?: components["schemas"]["DisputeId"] | null;
                order_id?: components["schemas"]["OrderId"] | null;
            };
            /** @enum {string} */
            kind: "linked";
        } | {
            /** @description Where help is at once. */
            body: {
                text: string;
            };
            /** @enum {string} */
            kind: "signpost";
        } | {
            body: {
                call_id: string;
                /** @description Why it ended, in the telephone system's word. */
                cause?: string | null;
                from: string;
                /** Format: int32 */
                seconds?: number | null;
                /** @description `ringing`, `answered`, `ended` or `missed`. */
                state: string;
                to: string;
                /** @description Whose lines it rings at, or who answered. */
                user_ids?: components["schemas"]["PrincipalId"][];
            };
            /** @enum {string} */
            kind: "call";
        } | {
            body: {
                at?: components["schemas"]["Instant"] | null;
                note?: string | null;
                /** @description The end of the number. */
                phone_end: string;
                /** @description `asked`, `cancelled` or `done`. */
                state: string;
            };
            /** @enum {string} */
            kind: "call_back";
        } | {
            /** @description A page looked at together. */
            body: {
                session_id: components["schemas"]["CobrowseId"];
                /** @description `invited`, `answered`, `asked`, `active`, `declined`, `transferred` or `ended`. */
                state: string;
                /** @description Who of the desk it is with. */
                user_name: string;
            };
            /** @enum {string} */
            kind: "cobrowse";
        } | {
            body: {
                comment?: string | null;
                /** Format: int32 */
                score: number;
            };
            /** @enum {string} */
            kind: "csat";
        } | {
            body: {
                client_id: string;
                send_at: components["schemas"]["Instant"];
                text: string;
            };
            /** @enum {string} */
            kind: "scheduled";
        } | {
            body: {
                client_id: string;
            };
            /** @enum {string} */
            kind: "scheduled_cancelled";
        } | {
            /** @description Desk: it was brought in from another desk; what stands before was said there. */
            body: {
                /** @description Who had it there. */
                assignee?: string | null;
                from: string;
                /** @description What it is called there. */
                id: string;
                /**
                 * Format: int32
                 * @description How many messages and notes came over with this.
                 */
                said: number;
                /** @description Where it stands now, as far as that followed from there. */
                state?: string | null;
            };
            /** @enum {string} */
            kind: "imported";
        } | {
            /** @description A promise was broken. */
            body: {
                clock: string;
                due_at: components["schemas"]["Instant"];
            };
            /** @enum {string} */
            kind: "breach";
        };
        /** @description Who said or did it. */
        EventBy: {
            id?: components["schemas"]["PrincipalId"] | null;
            kind: components["schemas"]["Speaker"];
            name: string;
        };
        /**
         * Format: uuid
         * @description An event.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        EventId: string;
        /** @description What became of one event. */
        EventResult: {
            /** @enum {string} */
            result: "duplicate";
        } | {
            network_dispute_id: components["schemas"]["NetworkDisputeId"];
            order_id: components["schemas"]["OrderId"];
            /** @enum {string} */
            result: "applied";
        } | {
            /** @enum {string} */
            result: "tasked";
            task_id: components["schemas"]["TaskId"];
        } | {
            effect_id: components["schemas"]["EffectId"];
            /** @enum {string} */
            result: "looked_up";
        } | {
            /** @enum {string} */
            result: "ignored";
        };
        /**
         * Format: uuid
         * @description An item of evidence.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        EvidenceId: string;
        /** @description Something handed in to be believed. */
        EvidenceItem: {
            authenticity: components["schemas"]["Authenticity"];
            by: components["schemas"]["Actor"];
            extracted?: components["schemas"]["Extracted"] | null;
            file?: components["schemas"]["FileMark"] | null;
            id: components["schemas"]["EvidenceId"];
            /** @description Received at or after the deadline: kept, and usable only by a reopening. */
            late: boolean;
            party: components["schemas"]["Party"];
            received_at: components["schemas"]["Instant"];
            text?: string;
            type: components["schemas"]["EvidenceType"];
        };
        /** @description What was read from the file of an item of evidence. */
        EvidenceReading: {
            evidence_id: components["schemas"]["EvidenceId"];
            facts: components["schemas"]["DocumentFact"][];
            flags: components["schemas"]["DocumentFlag"][];
            /** @description The file has more than was read. */
            is_cut: boolean;
            source?: components["schemas"]["TextSource"] | null;
            unread?: components["schemas"]["UnreadReason"] | null;
        };
        /** @description What one party was asked for, gave, and could still give. */
        EvidenceStanding: {
            completeness: components["schemas"]["Completeness"];
            given: components["schemas"]["EvidenceType"][];
            missing: components["schemas"]["MissingEvidence"][];
            party: components["schemas"]["Party"];
        };
        /**
         * @description What an item of evidence is.
         * @enum {string}
         */
        EvidenceType: "merchant_contact" | "photo" | "description" | "return_receipt" | "refund_confirmation" | "payment_proof" | "receipt" | "declaration" | "police_report" | "proof_of_delivery" | "tracking_link" | "shipping_record" | "recipient_check" | "listing" | "resolution_offer" | "return_label" | "return_policy" | "refund_record" | "itemised_invoice" | "payment_ledger" | "terms" | "order_data" | "stop_attempt" | "cancellation_record" | "message" | "other";
        /** @description A departure from the normal course, with its ground. */
        Exception: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["Actor"];
            ground: components["schemas"]["ExceptionGround"];
            kind: components["schemas"]["ExceptionKind"];
        };
        /**
         * @description The ground of an exception.
         * @enum {string}
         */
        ExceptionGround: "dispute_mis_handled" | "regulatory_requirement" | "fraudulent_partner" | "fraud_claim" | "legal_claim" | "consumer_law" | "debt_collection";
        /**
         * @description A departure from the normal course.
         * @enum {string}
         */
        ExceptionKind: "dispute_window_extension" | "immediate_dispute_resolution";
        /** @description A suspicion of fraud by the customer (PSRs 2017 reg. 76(2)). */
        Exemption: {
            approved_by?: components["schemas"]["Actor"] | null;
            claimed_at: components["schemas"]["Instant"];
            claimed_by: components["schemas"]["Actor"];
            /** @description Of the written notice to the authority. */
            notice_reference: string;
        };
        /** @description Why something was decided, what it does to the money, and what can be done about it. */
        Explanation: {
            /** @description Whom it is written for. */
            audience: components["schemas"]["Audience"];
            decision: components["schemas"]["Decision"];
            /** @description What it rests on, less what the reader may not see. */
            facts: components["schemas"]["FactTold"][];
            /**
             * @description What `text` is written in.
             * @example sv
             */
            language: string;
            money: components["schemas"]["MoneyTold"];
            /** @description The English text, which is the record, where `text` is in another language. */
            record?: string | null;
            /** @description Ways to have it looked at again. */
            rights: components["schemas"]["Right"][];
            /** @description The law or the scheme's rule that the rule follows. */
            sources: string[];
            /** @description What was claimed and decided, the reason, the facts, the money and the rights, in words. */
            text: string;
        };
        /** @description A party gets more time. */
        ExtendDeadline: {
            ground: components["schemas"]["ExceptionGround"];
            until: components["schemas"]["Instant"];
        };
        /** @description One due date that can move. */
        ExtendOption: {
            due_on: components["schemas"]["Date"];
            fee: components["schemas"]["Money"];
            /** Format: int32 */
            instalment: number;
            new_due_on: components["schemas"]["Date"];
        };
        /** @description One due date moves. */
        ExtendPlan: {
            /**
             * Format: int32
             * @description Which instalment; 1 is the first.
             */
            instalment: number;
        };
        /** @description Facts read from an item, typed. Amounts are minor units of the order's currency. */
        Extracted: {
            address?: components["schemas"]["Address"] | null;
            /** Format: int64 */
            amount_minor?: number | null;
            carrier?: string | null;
            confirmed?: components["schemas"]["Confirmation"] | null;
            delivered_at?: components["schemas"]["Instant"] | null;
            /** @description The model that read them, when a model did. */
            model?: string | null;
            recipient?: string | null;
            /** Format: int64 */
            refunded_minor?: number | null;
            returned_at?: components["schemas"]["Instant"] | null;
            shipped_at?: components["schemas"]["Instant"] | null;
            tracking_id?: string | null;
        };
        /**
         * @description Why one may believe that a fact was read rightly: not whether it is true.
         * @enum {string}
         */
        FactConfidence: "likely" | "labelled" | "checked";
        /**
         * @description What a fact of a document is about.
         * @enum {string}
         */
        FactField: "carrier" | "tracking_id" | "shipped_at" | "delivered_at" | "returned_at" | "address" | "recipient" | "signature" | "amount" | "refunded" | "order_number" | "refund_id" | "issued_on" | "sender" | "sent_at";
        /**
         * @description How far a fact is. Only what is confirmed counts.
         * @enum {string}
         */
        FactStatus: "extracted" | "confirmed_by_rule" | "confirmed_by_person" | "rejected";
        /** @description A fact that decided. */
        FactTold: {
            known_since?: components["schemas"]["Instant"] | null;
            text: string;
        };
        /**
         * @description Whether a fee stands.
         * @enum {string}
         */
        FeeState: "charged" | "reversed" | "waived";
        /** @description Who pays for the handling of a dispute. */
        FeeTerms: {
            /** @enum {string} */
            policy: "market";
        } | {
            /** @enum {string} */
            policy: "none";
        } | {
            /** Format: int64 */
            appeal_fee_minor: number;
            /** Format: int64 */
            fee_minor: number;
            /** @enum {string} */
            policy: "reverse_on_win";
        } | {
            /** Format: int64 */
            appeal_fee_minor: number;
            /** Format: int64 */
            fee_minor: number;
            /** @enum {string} */
            policy: "non_refundable";
        };
        /**
         * @description What became of a record.
         * @enum {string}
         */
        FeedOutcome: "accepted" | "duplicate" | "parked" | "rejected";
        /** @description One fault of several. */
        FieldProblem: {
            /**
             * @description Where, such as `lines[0].amount_minor`.
             * @example lines[0].amount_minor
             */
            field: string;
            /**
             * @description What to do about it.
             * @example give whole minor units
             */
            fix: string;
            /**
             * @description What is wrong with it.
             * @example must be more than 0
             */
            problem: string;
        };
        /** @description A stored file. */
        FileMark: {
            /** @example application/pdf */
            media_type?: string | null;
            /** @example proof-of-delivery.pdf */
            name?: string | null;
            sha256: components["schemas"]["Sha256"];
        };
        /**
         * @description Whether a complaint was right.
         * @enum {string}
         */
        Finding: "upheld" | "partly_upheld" | "rejected";
        /**
         * @description How much a hint says.
         * @enum {string}
         */
        FlagWeight: "weak" | "notable" | "serious";
        /** @description Who may speak to the customer. */
        Floor: {
            /**
             * Format: int64
             * @description Raised by every change of holder; an assistant names the epoch it thought under.
             */
            epoch: number;
            /**
             * @description `ai`, `person` or `nobody`.
             * @example person
             */
            holder: string;
            user_id?: components["schemas"]["PrincipalId"] | null;
        };
        /** @description What stood in the address. */
        FollowLink: {
            token: components["schemas"]["Hidden"];
        };
        /**
         * @description The rule book a dispute is opened under; it keeps it for life.
         * @enum {string}
         */
        Framework: "framework_2020" | "framework_2026";
        /**
         * @description Money for the customer at the provider's own cost.
         * @example {
         *       "amount_minor": 1200,
         *       "note": "For the long wait."
         *     }
         */
        Give: {
            /**
             * Format: int64
             * @description Minor units of the order's currency.
             */
            amount_minor: number;
            note: string;
        };
        /** @description Given, or waiting for somebody else's approval. */
        Given: {
            order: components["schemas"]["OrderFile"];
            /** @enum {string} */
            result: "done";
        } | {
            /** @enum {string} */
            result: "awaits_approval";
            task: components["schemas"]["Task"];
        };
        /** @description What whoever takes a conversation must know. */
        HandOver: {
            /** @description Such as `summary`, `done`, `promised`, `open_question`, `mood`, `deadline`, `sources`. */
            brief?: Record<string, unknown>;
            /**
             * Format: int64
             * @description The epoch of the floor that you have.
             */
            epoch: number;
            /** @description Why a person is needed, in a sentence. */
            why: string;
        };
        /** @description A re-plan for a customer in difficulty. */
        Hardship: {
            ended?: components["schemas"]["Date"] | null;
            since: components["schemas"]["Date"];
        };
        /** @description What is owed in so many parts. */
        HardshipOption: {
            /** @description Of the first part; others differ by one minor unit at most. */
            amount: components["schemas"]["Money"];
            first_due_on: components["schemas"]["Date"];
            last_amount: components["schemas"]["Money"];
            last_due_on: components["schemas"]["Date"];
            /** Format: int32 */
            parts: number;
        };
        /** @description The state of the service. */
        Health: {
            /** @example ok */
            status: string;
            /** @example 0.1.0 */
            version: string;
        };
        /** @description What is held back from the merchant for a dispute. */
        Held: {
            amount: components["schemas"]["Money"];
            appeal_fee: components["schemas"]["Money"];
            fee: components["schemas"]["Money"];
        };
        /** Format: password */
        Hidden: string;
        /** @description Something that is hidden besides. */
        HiddenPlace: {
            /** @description Paths of the site, `*` for any run of characters; everywhere when absent. */
            paths?: string[] | null;
            /** @example .address */
            selector: string;
        };
        /**
         * @description A legal hold.
         * @example {
         *       "held": true
         *     }
         */
        HoldRecording: {
            held: boolean;
        };
        /**
         * @description When the disputed amount is held back from the merchant.
         * @enum {string}
         */
        HoldTerms: "none" | "on_open";
        /** @description Some days of the week. */
        Hours: {
            /**
             * @example [
             *       "monday",
             *       "tuesday"
             *     ]
             */
            days: string[];
            /** @example 08:00 */
            from: string;
            /** @example Europe/Stockholm */
            timezone: string;
            /** @example 20:00 */
            to: string;
        };
        /** @description A token that the company's own app signed. */
        IdentitySignIn: {
            tenant?: components["schemas"]["TenantId"] | null;
            token: components["schemas"]["Hidden"];
        };
        /** @description How far an import has come. */
        Import: {
            /** Format: int64 */
            accepted: number;
            finished_at?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            rejected: number;
            source: string;
            started_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description The same content came before.
             */
            unchanged: number;
            updated_at: components["schemas"]["Instant"];
        };
        /** @description Another desk, and what the conversation is called there. */
        ImportedFrom: {
            from: string;
            id: string;
        };
        /** @description A letter. It may also be the body itself, as `message/rfc822`. */
        InboundMail: {
            /** @description The letter as it came (RFC 5322), at most 25 MiB. */
            raw_base64: string;
        };
        /**
         * @description One instalment. `amount = paid + refunded + returned + charged_back + written_off + open`, all
         *     minor units of the plan's currency.
         */
        Instalment: {
            /** Format: int64 */
            amount_minor: number;
            /**
             * Format: int64
             * @description Paid, then taken back by a card network.
             */
            charged_back_minor: number;
            due_on: components["schemas"]["Date"];
            /** @description The one extension of the due date was used. */
            extended: boolean;
            /** Format: int64 */
            interest_minor: number;
            /** Format: int64 */
            interest_paid_minor: number;
            /**
             * Format: int64
             * @description Still to be paid.
             */
            open_minor: number;
            /** Format: int64 */
            paid_minor: number;
            /**
             * Format: int64
             * @description Taken off before it was paid.
             */
            refunded_minor: number;
            /**
             * Format: int64
             * @description Paid, then given back to the payment that brought it.
             */
            returned_minor: number;
            /**
             * Format: int32
             * @description From 1, in the order they were made.
             */
            seq: number;
            state: components["schemas"]["InstalmentState"];
            /** Format: int64 */
            written_off_minor: number;
        };
        /**
         * @description What became of an instalment.
         * @enum {string}
         */
        InstalmentState: "open" | "paid" | "cancelled" | "refunded" | "charged_back" | "written_off";
        /**
         * Format: date-time
         * @description An instant, RFC 3339; answers are in UTC with milliseconds.
         * @example 2026-11-21T09:30:00.000Z
         */
        Instant: string;
        /**
         * @description Whose law applies: an ISO 3166-1 country in lower case, or a subdivision such as us-ny.
         * @example gb
         */
        Jurisdiction: string;
        /** @description A passkey that the device made. */
        KeepPasskey: {
            /** @description As `PublicKeyCredential.toJSON()` writes it. */
            credential: Record<string, unknown>;
            name?: string | null;
            ticket: components["schemas"]["Hidden"];
        };
        /** @description The suggestion of a conversation, if there is one. */
        KeptSuggestion: {
            suggestion: components["schemas"]["AssistantSuggestion"] | null;
        };
        /** @description What accepting the loss left. */
        KlarnaAcceptedLoss: {
            /** @example CLOSED */
            state: string;
        };
        /** @description An appeal. */
        KlarnaAppeal: {
            additional_information: string;
            attachments?: components["schemas"]["KlarnaAttachment"][];
        };
        /** @description What the appeal left. */
        KlarnaAppealMade: {
            additional_information: string;
            created_at: string;
            /** @example ARBITRATION */
            state: string;
        };
        /** @description A file that was uploaded before. */
        KlarnaAttachment: {
            description?: string;
            payment_dispute_attachment_id: string;
        };
        /** @description A dispute in the shape of Klarna's Disputes API V4. */
        KlarnaDispute: {
            arbitration?: Record<string, unknown>;
            capture_id?: string;
            configuration: Record<string, unknown>;
            created_at: string;
            customer_evidences?: Record<string, unknown>[];
            dispute_details: {
                /** @enum {string} */
                created_by: "CUSTOMER" | "KLARNA_AGENT";
                currency: string;
                dispute_amount: number;
            };
            /** @enum {string} */
            dispute_reason: "REFUND_NOT_PROCESSED" | "PRODUCTS_OR_SERVICES_NOT_RECEIVED" | "PRODUCTS_DEFECTIVE_OR_NOT_AS_DESCRIBED" | "INCORRECT_AMOUNT" | "PURCHASE_UNAUTHORIZED" | "PURCHASE_HIGH_RISK" | "NON_COMPLIANCE" | "NON_GUARANTEED_PAYMENT_PROGRAM";
            merchant_reference2?: string;
            order_id: string;
            payment_account_id?: string;
            payment_capture_id?: string;
            payment_dispute_id: string;
            payment_transaction_id?: string;
            /** @enum {string} */
            previous_state?: "INITIATED" | "REPRESENTMENT" | "PRE_ARBITRATION" | "ARBITRATION" | "CLOSED";
            process_exceptions?: Record<string, unknown>[];
            purchase_reference?: string;
            representment?: Record<string, unknown>;
            /** @enum {string} */
            state: "INITIATED" | "REPRESENTMENT" | "PRE_ARBITRATION" | "ARBITRATION" | "CLOSED";
            state_context: Record<string, unknown>;
            updated_at: string;
        };
        /** @description One page of disputes. */
        KlarnaDisputes: {
            disputes: components["schemas"]["KlarnaDispute"][];
            pagination: components["schemas"]["KlarnaPagination"];
        };
        /** @description The body of every refusal at this seat. */
        KlarnaError: {
            /** @example VALIDATION_ERROR */
            error_code: string;
            error_id: string;
            error_message: string;
            /** @example INPUT_ERROR */
            error_type: string;
            validation_errors?: components["schemas"]["KlarnaParameterError"][];
        };
        /** @description A file in a form. */
        KlarnaFileForm: {
            /** Format: binary */
            file: string;
            filename?: string;
        };
        /** @description A file that was taken. */
        KlarnaNewAttachment: {
            payment_dispute_attachment_id: string;
        };
        /** @description Where a page stands. */
        KlarnaPagination: {
            count: number;
            first_item?: string | null;
            /** @description Null when there is no next page. */
            last_item?: string | null;
        };
        /** @description One parameter that is wrong. */
        KlarnaParameterError: {
            parameter: string;
            reason: string;
        };
        /** @description An answer of the merchant. */
        KlarnaRepresent: {
            additional_information?: string;
            attachments: components["schemas"]["KlarnaAttachment"][];
            /**
             * Format: int64
             * @description Minor units: a defence of the rest.
             */
            partner_proposed_refund_amount?: number;
        };
        /** @description What the answer left. */
        KlarnaRepresented: {
            additional_information?: string;
            attachments: components["schemas"]["KlarnaAttachment"][];
            created_at: string;
            /** @example REPRESENTMENT */
            state: string;
        };
        /** @description A fact that would have to be otherwise for a rule to fire. */
        LackingFact: {
            /** @example carrier */
            name: string;
            /**
             * @description What it would have to be, one of these, in the words of the facts. Empty for numbers, where it may be
             *     nearly anything else, and where it has no words.
             */
            wants: string[];
        };
        /** @description The last thing that was said. */
        LastSaid: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["Speaker"];
            preview: string;
            /** Format: int64 */
            seq: number;
        };
        /** @description A fee for a missed payment. */
        LateFee: {
            /** Format: int64 */
            amount_minor: number;
            /**
             * Format: int32
             * @description The instalment that was missed.
             */
            instalment: number;
            /**
             * Format: int32
             * @description From 1, in the order they were charged.
             */
            number: number;
            on: components["schemas"]["Date"];
            /** Format: int64 */
            paid_minor: number;
            state: components["schemas"]["FeeState"];
        };
        /** @description An entry with its lines. */
        LedgerEntry: {
            at: components["schemas"]["Instant"];
            /**
             * @description The decision, clock, event or effect behind it.
             * @example timer:01930d1c-8f00-7000-8000-000000000000
             */
            cause: string;
            dispute_id?: components["schemas"]["DisputeId"] | null;
            effective_at: components["schemas"]["Instant"];
            id: components["schemas"]["EntryId"];
            /** @description Unique: the same business fact is posted once. */
            key: string;
            lines: components["schemas"]["LedgerLine"][];
            order_id: components["schemas"]["OrderId"];
            pending_entry_id?: components["schemas"]["EntryId"] | null;
            /**
             * @description `posted`, `pending`, `post_pending` or `void_pending`.
             * @example posted
             */
            phase: string;
        };
        /** @description One line of an entry. */
        LedgerLine: {
            /** @example cash */
            account: string;
            /** Format: int64 */
            amount_minor: number;
            currency: components["schemas"]["Currency"];
        };
        /** @description One instalment that asks for less. */
        LessToPay: {
            /** Format: int32 */
            instalment: number;
            /** @description Still to be paid of it when the decision was made; 0 when it was cancelled. */
            left: components["schemas"]["Money"];
            less: components["schemas"]["Money"];
            plan_id: components["schemas"]["PlanId"];
        };
        /** @description A letter as it is sent: plain text, each paragraph on a line of its own. */
        Letter: {
            /**
             * @description The language of the words (BCP 47).
             * @example sv
             */
            language: string;
            /** @example Vi har beslutat om order A-17 */
            subject: string;
            text: string;
        };
        /**
         * @description Who bears the amount.
         * @enum {string}
         */
        Liable: "consumer" | "merchant" | "provider" | "nobody";
        /** @description An intent, and how likely it is. */
        LikelyIntent: {
            /** @example refund_status */
            intent: string;
            /**
             * Format: float
             * @description 0 to 1.
             */
            likely: number;
        };
        Line: {
            /**
             * Format: int64
             * @description Of the whole line, taxes and discounts included.
             */
            amount_minor: number;
            /** @description Links to the listing as advertised, and the like. */
            category?: string | null;
            id: components["schemas"]["LineId"];
            kind?: components["schemas"]["LineKind"];
            name: string;
            /** Format: int32 */
            quantity: number;
        };
        /**
         * @description A line of an order.
         * @example 1
         */
        LineId: string;
        /**
         * @description What a line of an order is.
         * @enum {string}
         */
        LineKind: "physical" | "digital" | "service" | "shipping" | "discount" | "gift_card";
        /** @description What became of one line. */
        LineResult: {
            /** @description Why it was rejected: a code of `/problems`. */
            code?: string | null;
            /**
             * Format: int64
             * @description From 1; of an array, the place of the item.
             */
            line: number;
            order_id?: components["schemas"]["OrderId"] | null;
            outcome: components["schemas"]["FeedOutcome"];
            problem?: components["schemas"]["FieldProblem"] | null;
        };
        /** @description What a conversation is about. */
        LinkConversation: {
            dispute_id?: components["schemas"]["DisputeId"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
        };
        /** @description Why two cases belong together. */
        LinkSign: {
            /**
             * Format: int32
             * @description How alike, for files and words.
             */
            percent?: number | null;
            /**
             * @description `same_order`, `same_claim`, `same_customer`, `same_amount`, `same_file`, `alike_file` or
             *     `alike_words`.
             * @example same_file
             */
            sign: string;
            /** @description The words that both customers used. */
            words?: string[];
        };
        /** @description Another case about the same money. */
        LinkedCase: {
            dispute: components["schemas"]["DisputeId"];
        } | {
            network_dispute: components["schemas"]["NetworkDisputeId"];
        };
        /** @description A case that belongs to another. */
        LinkedDispute: {
            dispute_id: components["schemas"]["DisputeId"];
            /** @description Most likely the same case, told twice. */
            is_duplicate: boolean;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
            signs: components["schemas"]["LinkSign"][];
        };
        /**
         * @description Why a conversation is worth a look.
         * @enum {string}
         */
        LookReason: "low_score" | "unsure" | "unlike" | "lot";
        /** @description A block of text. */
        Macro: {
            id: components["schemas"]["MacroId"];
            /**
             * @description BCP 47.
             * @example sv
             */
            language: string;
            name: string;
            /** @description The whole desk has it; otherwise it is yours. */
            shared: boolean;
            /** @example Hi {{customer.name}}, I am looking at order {{order.id}} now. {{agent.name}} */
            text: string;
            updated_at: components["schemas"]["Instant"];
        };
        /**
         * Format: uuid
         * @description A block of text.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        MacroId: string;
        /** @description What became of a letter. */
        MailResult: {
            conversation_id: components["schemas"]["ConversationId"];
            opened: boolean;
            /** @enum {string} */
            result: "kept";
            /** Format: int64 */
            seq: number;
            verified: boolean;
        } | {
            conversation_id?: components["schemas"]["ConversationId"] | null;
            /** @enum {string} */
            result: "duplicate";
        } | {
            conversation_id: components["schemas"]["ConversationId"];
            /** @enum {string} */
            result: "report";
            /** Format: int64 */
            seq: number;
        } | {
            /** @enum {string} */
            result: "ignored";
            why: string;
        };
        /** @description What became of a notice by e-mail. */
        MailedNotice: {
            at?: components["schemas"]["Instant"] | null;
            /**
             * @description `queued`; `sent`, to the relay; `failed`; `no_address`; `not_configured`: the company has no
             *     mailbox or no relay.
             * @example sent
             */
            state: string;
            /** @description Why it failed, as the mail server said. */
            why?: string | null;
        };
        /** @description The merchant appeals a preliminary decision. */
        MakeAppeal: {
            evidence?: components["schemas"]["NewEvidence"][];
            text: string;
        };
        /** @description How far it was read. */
        MarkSeen: {
            /**
             * Format: int64
             * @description Number of the last event that was seen.
             */
            seq: number;
        };
        /** @description Who the key stands for. */
        Me: {
            customer_id?: components["schemas"]["CustomerId"] | null;
            merchant_id?: components["schemas"]["MerchantId"] | null;
            /** @description The tenant's own now; on a test clock, it stands still until it is advanced. */
            now: components["schemas"]["Instant"];
            principal_id?: components["schemas"]["PrincipalId"] | null;
            role: components["schemas"]["Role"];
            /** @description A sandbox for life: it may have a test clock, and its money never leaves. */
            sandbox: boolean;
            tenant_id: components["schemas"]["TenantId"];
            tenant_name: string;
        };
        /** @description A shop that sells through the provider. */
        Merchant: {
            at: components["schemas"]["Instant"];
            /** @description What the merchant's contract says about disputes. */
            dispute_terms?: components["schemas"]["DisputeTerms"];
            id: components["schemas"]["MerchantId"];
            jurisdiction: components["schemas"]["Jurisdiction"];
            /**
             * Format: int32
             * @description The merchant's fee on each captured amount, in basis points (300 = 3 %).
             */
            merchant_fee_bps?: number;
            name: string;
        };
        /**
         * @description What a merchant can do about a dispute.
         * @enum {string}
         */
        MerchantAction: "respond" | "appeal";
        /**
         * @description A merchant, by the company's own id.
         * @example shop-17
         */
        MerchantId: string;
        /** @description How a shop wants to be told, and what it accepts unasked. */
        MerchantSettings: {
            /**
             * Format: int64
             * @description Claims up to this amount (minor units of `currency`) are accepted without a question; 0 is
             *     never. Where the contract says more, that counts.
             */
            auto_accept_below_minor: number;
            currency?: components["schemas"]["Currency"] | null;
            locale?: string | null;
            notification_recipients: string[];
        };
        /** @description What the merchant bears. */
        MerchantSide: {
            borne: components["schemas"]["Money"];
            /** @description Dispute fees beside it. */
            fee: components["schemas"]["Money"];
            liable: components["schemas"]["Liable"];
        };
        /** @description The conversation that goes on. */
        MergeConversation: {
            into: components["schemas"]["ConversationId"];
        };
        /** @description How a message came by e-mail. */
        MessageByEmail: {
            /** @description The address that it says it is from. */
            from: string;
            /** @description What is not shown as said: the letter it answers, the signature. */
            quoted?: string;
            /** @description Files that were not taken. */
            refused_files?: components["schemas"]["RefusedFile"][];
            /** @description Whether it counts as the customer's own. Where not, tell nothing that is theirs alone. */
            verified: boolean;
        };
        /** @description Something that is asked for and was not handed in yet. */
        MissingEvidence: {
            /** @description Any of these will do. */
            any_of: components["schemas"]["EvidenceType"][];
            /** @description What to ask for, in words. */
            words: string;
        };
        /** @description What a language model used and cost in one currency. Micros are millionths of its minor unit. */
        ModelCost: {
            /** @example EUR */
            currency: string;
            /** Format: int64 */
            micros: number;
            /**
             * Format: double
             * @description What was spent on all conversations that it answered and that are decided, for each one that was
             *     resolved; null where none was.
             */
            micros_per_resolved: number | null;
            /** Format: int64 */
            tokens_in: number;
            /** Format: int64 */
            tokens_out: number;
        };
        /** @description An amount of money. */
        Money: {
            /**
             * Format: int64
             * @description Whole minor units: 12.34 EUR is 1234, 12 JPY is 12.
             * @example 12000
             */
            amount_minor: number;
            currency: components["schemas"]["Currency"];
        };
        /** @description An amount, before and after. */
        MoneyChange: {
            after: components["schemas"]["Money"];
            before: components["schemas"]["Money"];
        };
        /** @description What a decision did to the money. */
        MoneyTold: {
            /** @description What was claimed at open. */
            claimed: components["schemas"]["Money"];
            customer?: components["schemas"]["CustomerSide"] | null;
            /** @description What the decision grants the customer; nothing where the claim was refused. */
            granted: components["schemas"]["Money"];
            merchant?: components["schemas"]["MerchantSide"] | null;
            returned?: components["schemas"]["Money"] | null;
            /**
             * @description `final`; `preliminary` while the merchant may appeal and nothing moves; `replaced` where a
             *     later step took its place.
             * @example final
             */
            standing: string;
        };
        /**
         * @description How the customer sounds, by what was heard.
         * @enum {string}
         */
        Mood: "calm" | "worried" | "upset" | "angry" | "distressed";
        /**
         * @description What is needed.
         * @enum {string}
         */
        Need: "large_print" | "plain_language" | "interpreter" | "phone_only" | "no_phone" | "more_time" | "carer" | "hearing" | "sight" | "other";
        /** @description A card network's chargeback on the provider's own collection. */
        NetworkDispute: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description What of it a claim has covered.
             */
            covered_minor: number;
            /** Format: int64 */
            fee_minor: number;
            id: components["schemas"]["NetworkDisputeId"];
            /** @example 13.1 */
            reason_code: string;
            /**
             * Format: int64
             * @description What of it the customer owes again.
             */
            reinstated_minor: number;
            state: components["schemas"]["NetworkState"];
        };
        /**
         * @description A chargeback of a card network.
         * @example net-1
         */
        NetworkDisputeId: string;
        /**
         * @description Where a chargeback of a card network stands.
         * @enum {string}
         */
        NetworkState: "open" | "stands" | "reversed";
        /** @description A key that was made. */
        NewApiKey: {
            key: components["schemas"]["ApiKey"];
            /**
             * @description Shown now and never again: a repetition of the request shows the key without it.
             * @example ombud_sk_…
             */
            secret?: string | null;
        };
        /** @description Something handed in: a text, typed facts, a file, or all of them. */
        NewEvidence: {
            facts?: components["schemas"]["StatedFacts"];
            file?: components["schemas"]["NewFile"] | null;
            text?: string;
            type: components["schemas"]["EvidenceType"];
        };
        /** @description A file: PDF, JPEG, PNG, DOCX or a letter (EML), at most 7 MB; its content must be what its name says. */
        NewFile: {
            /**
             * @description Standard base64 with padding.
             * @example JVBERi0xLjQK
             */
            content_base64: string;
            /** @example application/pdf */
            media_type: string;
            /** @example proof-of-delivery.pdf */
            name: string;
        };
        /** @description An endpoint with a new signing secret. */
        NewWebhook: {
            /**
             * @description Shown now and never again: a repetition of the request shows the endpoint without it.
             * @example whsec_…
             */
            secret?: string | null;
            webhook: components["schemas"]["Webhook"];
        };
        /**
         * @description What is best done next.
         * @enum {string}
         */
        NextAct: "call_back" | "acknowledge_complaint" | "decide" | "start_hardship" | "extend_plan" | "pause_plan" | "waive_fee" | "open_dispute" | "answer";
        /** @description A payment that will be asked for. */
        NextDue: {
            amount: components["schemas"]["Money"];
            /** Format: int32 */
            instalment: number;
            on: components["schemas"]["Date"];
            plan_id: components["schemas"]["PlanId"];
        };
        /** @description A letter to a party: a template and the values it is filled with. */
        Notice: {
            at: components["schemas"]["Instant"];
            customer_id?: components["schemas"]["CustomerId"] | null;
            data: Record<string, unknown>;
            dispute_id?: components["schemas"]["DisputeId"] | null;
            email?: components["schemas"]["MailedNotice"] | null;
            id: components["schemas"]["NoticeId"];
            letter?: components["schemas"]["Letter"] | null;
            merchant_id?: components["schemas"]["MerchantId"] | null;
            order_id: components["schemas"]["OrderId"];
            sms?: components["schemas"]["TextedNotice"] | null;
            /** @example dispute_received */
            template: string;
            /**
             * @description By which ways it is sent beside being shown here: `email`, `sms`. What the customer turned off is
             *     not sent, except where law demands writing.
             */
            ways: string[];
        };
        /**
         * Format: uuid
         * @description A letter.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        NoticeId: string;
        /** @description How a customer wants to be told. What law demands in writing is sent all the same. */
        Notifications: {
            email: components["schemas"]["Told"];
            /**
             * @description Needed for text messages.
             * @example +46701234567
             */
            phone?: string | null;
            sms: components["schemas"]["Told"];
        };
        /** @description The merchant's offer to refund a part. */
        Offer: {
            amount: components["schemas"]["Money"];
            expires_at: components["schemas"]["Instant"];
            made_at: components["schemas"]["Instant"];
            state: components["schemas"]["OfferState"];
        };
        /**
         * @description What became of an offer.
         * @enum {string}
         */
        OfferState: "open" | "accepted" | "rejected" | "expired";
        /** @description A provider of single sign-on. */
        OidcButton: {
            id: string;
            name: string;
        };
        /** @description Who decides when company and customer do not agree. */
        Ombudsman: {
            name: string;
            /** @example https://www.financial-ombudsman.org.uk/ */
            url: string;
        };
        /**
         * @description A complaint as it comes in.
         * @example {
         *       "customer_id": "cus-204",
         *       "order_id": "ord-1001",
         *       "text": "You charged me while I disputed."
         *     }
         */
        OpenComplaint: {
            /** @description It is about payment services: the shorter period applies. */
            about_payment_services?: boolean;
            customer_id: components["schemas"]["CustomerId"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
            received_at?: components["schemas"]["Instant"] | null;
            text: string;
        };
        /**
         * @description A conversation to open.
         * @example {
         *       "subject": "My refund",
         *       "message": {
         *         "client_id": "0193f0a2-0001",
         *         "text": "Where is my refund?"
         *       }
         *     }
         */
        OpenConversation: {
            channel?: components["schemas"]["Channel"] | null;
            customer_id?: components["schemas"]["CustomerId"] | null;
            dispute_id?: components["schemas"]["DisputeId"] | null;
            /** @description BCP 47; the customer's when absent. */
            language?: string | null;
            message?: components["schemas"]["SendMessage"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
            subject?: string;
        };
        /**
         * @description A customer (or the desk for them) reports a problem with an order.
         * @example {
         *       "order_id": "ord-1001",
         *       "reason": "not_received",
         *       "sub_issue": "never_arrived",
         *       "statement": {
         *         "text": "It never came.",
         *         "merchant_contacted_at": "2026-11-10T09:00:00Z"
         *       }
         *     }
         */
        OpenDispute: {
            /**
             * Format: int64
             * @description Everything that is left of the order when absent; minor units of the order's currency.
             */
            amount_minor?: number | null;
            evidence?: components["schemas"]["NewEvidence"][];
            kind?: components["schemas"]["DisputeKind"] | null;
            late_ground?: components["schemas"]["ExceptionGround"] | null;
            /** @description The lines it is about; the whole order when empty. */
            lines?: components["schemas"]["LineId"][];
            order_id: components["schemas"]["OrderId"];
            reason: components["schemas"]["Reason"];
            statement?: components["schemas"]["Statement"];
            sub_issue?: components["schemas"]["SubIssue"] | null;
        };
        /** @description An incident to write down. */
        OpenIncident: {
            severity: components["schemas"]["Severity"];
            what: string;
        };
        /** @description A session in a list. */
        OpenSession: {
            created_at: components["schemas"]["Instant"];
            /** @description When it ends, if it is not used again. */
            expires_at: components["schemas"]["Instant"];
            id: components["schemas"]["SessionId"];
            /** @description To the minute. */
            last_seen_at: components["schemas"]["Instant"];
            /**
             * @description By what it was begun, such as `password`.
             * @example passkey
             */
            method: string;
            second_factor: boolean;
            /** @description What the browser says it is. */
            user_agent: string;
        };
        /** @description Open from, until, by the clock of the desk's own place. A day may come several times. */
        OpenTime: {
            day: components["schemas"]["Weekday"];
            /** @example 08:00 */
            from: string;
            /**
             * @description `24:00` is midnight at its end.
             * @example 18:00
             */
            until: string;
        };
        /** @description A purchase. */
        Order: {
            approved_address?: components["schemas"]["Address"] | null;
            at: components["schemas"]["Instant"];
            currency: components["schemas"]["Currency"];
            customer_id: components["schemas"]["CustomerId"];
            device_id?: components["schemas"]["DeviceId"] | null;
            id: components["schemas"]["OrderId"];
            ip?: string | null;
            /** @description Whose law protects the buyer. */
            jurisdiction: components["schemas"]["Jurisdiction"];
            lines: components["schemas"]["Line"][];
            merchant_id: components["schemas"]["MerchantId"];
            promised_by?: components["schemas"]["Instant"] | null;
            /** Format: int64 */
            total_minor: number;
        };
        /** @description A balance of the order's share of the books. */
        OrderBalance: {
            /** @example cash */
            account: string;
            /**
             * Format: int64
             * @description Debit +, credit −.
             */
            posted_minor: number;
        };
        /** @description Something that happened to an order, with all that a replay needs. */
        OrderEvent: {
            actor: components["schemas"]["Actor"];
            /** @description When it was recorded. */
            at: components["schemas"]["Instant"];
            /** @description When it counts: a late clock's own deadline. */
            effective_at: components["schemas"]["Instant"];
            id: components["schemas"]["EventId"];
            /** @description The input of the machine, as it was handled. */
            input: Record<string, unknown>;
            /** @example represent */
            kind: string;
            policy_hash?: components["schemas"]["Sha256"] | null;
            /** Format: int64 */
            seq: number;
        };
        /** @description An order file: the purchase, its parcels, its plans, its money. */
        OrderFile: {
            /** @description The order's share of the books: account, and minor units of the order's currency. */
            balances: components["schemas"]["OrderBalance"][];
            /** @description Everything captured. */
            captured: components["schemas"]["Money"];
            captures: components["schemas"]["Capture"][];
            /** @description The clocks that run, soonest first. */
            clocks: components["schemas"]["Clock"][];
            dispute_ids: components["schemas"]["DisputeId"][];
            held?: components["schemas"]["Money"] | null;
            /** @description What open disputes claim. */
            in_dispute: components["schemas"]["Money"];
            /** @description The shop's name; absent for a shop that the feed has not brought. */
            merchant_name?: string | null;
            network_disputes: components["schemas"]["NetworkDispute"][];
            order: components["schemas"]["Order"];
            payments: components["schemas"]["PaymentMark"][];
            payouts: components["schemas"]["Payout"][];
            plans: components["schemas"]["Plan"][];
            refunds: components["schemas"]["RefundMark"][];
            /** @description What the customer got back over all channels; at most what was captured. */
            returned: components["schemas"]["Money"];
            returns: components["schemas"]["Return"][];
            scans: components["schemas"]["Scan"][];
            shipments: components["schemas"]["Shipment"][];
            /**
             * Format: int64
             * @description How many inputs changed it so far.
             */
            version: number;
            /** @description Records that wait for the one they build on. */
            waiting_records: string[];
        };
        /**
         * @description An order, by the company's own id.
         * @example ord-1001
         */
        OrderId: string;
        /**
         * @description How a dispute ended.
         * @enum {string}
         */
        Outcome: "consumer_full" | "consumer_partial" | "merchant" | "withdrawn" | "settled_by_refund" | "goodwill" | "invalid";
        /** @description What the rules say. */
        Outlook: {
            amount?: components["schemas"]["Money"] | null;
            /** @description It was decided: this is the decision that was kept. */
            decided: boolean;
            facts: components["schemas"]["OutlookFact"][];
            /**
             * @description `consumer_full`, `consumer_partial`, `merchant`, `more_information` or `person`; of a decided
             *     dispute the outcome of its decision.
             * @example consumer_full
             */
            outcome: string;
            /** @description The rule that fires first, then by how little they lack. */
            rules: components["schemas"]["OutlookRule"][];
        };
        /** @description A fact as it stands. */
        OutlookFact: {
            known: boolean;
            /** @example proof_of_delivery */
            name: string;
            text: string;
        };
        /** @description A rule, and whether it is met. */
        OutlookRule: {
            fires: boolean;
            /** @example INR-POD-MATCH */
            id: string;
            /** @description The same, fact by fact. */
            lacking: components["schemas"]["LackingFact"][];
            /** @description What would have to be otherwise, as who keeps the rules reads it. */
            lacks: string[];
            /** @description What it would tell the customer, in your language where it has been translated. */
            text: string;
        };
        /** @description One page of a list. */
        Page_AuditEntry: {
            items: {
                /** @example dispute.opened */
                action: string;
                actor: components["schemas"]["Actor"];
                at: components["schemas"]["Instant"];
                /** @description Canonical JSON, nothing personal. */
                body?: string | null;
                /** @description The hash of the body, also when the body is not here. */
                detail: components["schemas"]["Sha256"];
                hash: components["schemas"]["Sha256"];
                /** Format: int32 */
                lane: number;
                /** @example dispute/01930d1c-8f00-7000-8000-000000000000 */
                object: string;
                /** @description The hash of the entry before, or of the lane's beginning. */
                previous: components["schemas"]["Sha256"];
                /**
                 * Format: int64
                 * @description The place in the lane, from 1.
                 */
                seq: number;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_CobrowseRecording: {
            items: {
                ended_at?: components["schemas"]["Instant"] | null;
                /** @description A legal hold keeps it, whatever the date. */
                held: boolean;
                /**
                 * Format: int64
                 * @description Acts of remote control that were passed on since it began.
                 * @example 3
                 */
                intents: number;
                keep_until: components["schemas"]["Instant"];
                /**
                 * Format: int64
                 * @description How long it goes. Milliseconds.
                 * @example 184000
                 */
                length_ms: number;
                /**
                 * Format: int64
                 * @description What the newest review came to, from 0 to 100.
                 * @example 88
                 */
                points?: number | null;
                session: components["schemas"]["CobrowseSession"];
                shredded_at?: components["schemas"]["Instant"] | null;
                /**
                 * Format: int64
                 * @description As it is kept. Bytes.
                 * @example 41000
                 */
                size_bytes: number;
                started_at: components["schemas"]["Instant"];
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_CobrowseReview: {
            items: {
                agent_name: string;
                answer?: components["schemas"]["CobrowseReviewAnswer"] | null;
                at: components["schemas"]["Instant"];
                by_name: string;
                /**
                 * @description The version of the scorecard it was written by.
                 * @example 2026-11-2
                 */
                card: string;
                cobrowse_id: components["schemas"]["CobrowseId"];
                /** @description The critical criteria that failed. */
                failed: string[];
                findings: {
                    [key: string]: components["schemas"]["CobrowseFinding"];
                };
                id: components["schemas"]["ScorecardId"];
                /**
                 * Format: int32
                 * @description From 0 to 100; 0 where a critical criterion failed.
                 * @example 88
                 */
                points: number;
                reviewer_id: components["schemas"]["PrincipalId"];
                /** @description Whose work it is about. */
                user_id: components["schemas"]["PrincipalId"];
                /**
                 * Format: int64
                 * @description From 1, per recording and reviewer.
                 */
                version: number;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_CobrowseSession: {
            items: {
                active_at?: components["schemas"]["Instant"] | null;
                /** @example Ana Berg */
                agent_name?: string | null;
                conversation_id?: components["schemas"]["ConversationId"] | null;
                created_at: components["schemas"]["Instant"];
                customer_id: components["schemas"]["CustomerId"];
                /** @example Maja Lind */
                customer_name?: string | null;
                ended_at?: components["schemas"]["Instant"] | null;
                /**
                 * @description Why it ended: `customer`, `agent`, `log_out`, `idle`, `away`, `violation`, `policy` or `time`.
                 * @example customer
                 */
                ended_why?: string | null;
                /**
                 * @description Everything that the customer ever allowed, taken back or not.
                 * @example [
                 *       "view",
                 *       "draw",
                 *       "record"
                 *     ]
                 */
                granted: string[];
                /**
                 * @description What the customer allows: `view`, `draw`, `scroll`, `control`, `record`.
                 * @example [
                 *       "view",
                 *       "draw"
                 *     ]
                 */
                grants: string[];
                /** @example Ben Ode */
                handed_to_name?: string | null;
                handed_to_user_id?: components["schemas"]["PrincipalId"] | null;
                id: components["schemas"]["CobrowseId"];
                invitation?: components["schemas"]["CobrowseInvitation"] | null;
                /** @description Whether you may take a seat in it now. */
                may_join: boolean;
                people: components["schemas"]["CobrowsePerson"][];
                /**
                 * Format: int32
                 * @description How long its recording goes, where there is one that can be read. Milliseconds.
                 * @example 184000
                 */
                recording_ms?: number | null;
                /**
                 * @description `waiting` (nobody of the desk has come), `asked`, `shown` (the customer has the question before
                 *     them), `declined`, `active`, `paused` or `ended`.
                 * @example active
                 */
                state: string;
                user_id?: components["schemas"]["PrincipalId"] | null;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Complaint: {
            items: {
                about_payment_services: boolean;
                /** @description The first instant that is late. */
                acknowledge_by: components["schemas"]["Instant"];
                acknowledged_at?: components["schemas"]["Instant"] | null;
                customer_id: components["schemas"]["CustomerId"];
                dispute_id?: components["schemas"]["DisputeId"] | null;
                finding?: components["schemas"]["Finding"] | null;
                id: components["schemas"]["ComplaintId"];
                jurisdiction: components["schemas"]["Jurisdiction"];
                letters: components["schemas"]["SentLetter"][];
                order_id?: components["schemas"]["OrderId"] | null;
                received_at: components["schemas"]["Instant"];
                redress?: components["schemas"]["Redress"] | null;
                /** @description The first instant that is late. */
                respond_by: components["schemas"]["Instant"];
                /**
                 * @description `open`, `answered`, `closed` or `withdrawn`.
                 * @example open
                 */
                state: string;
                /** @description Until when a summary resolution communication will do. */
                summary_until: components["schemas"]["Instant"];
                text: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Conversation: {
            items: {
                assignment: components["schemas"]["Assignment"];
                call_back?: components["schemas"]["CallBack"] | null;
                /** @description Desk: whether whoever has it may give it back to the assistant now. */
                can_return?: boolean | null;
                /** @description Desk: why not, where not. */
                cannot_return_because?: string | null;
                channel: components["schemas"]["Channel"];
                cobrowse?: components["schemas"]["ConversationCobrowse"] | null;
                complaint_id?: components["schemas"]["ComplaintId"] | null;
                contact?: components["schemas"]["ConversationContact"] | null;
                created_at: components["schemas"]["Instant"];
                csat?: components["schemas"]["Csat"] | null;
                customer: components["schemas"]["ConversationCustomer"];
                customer_id: components["schemas"]["CustomerId"];
                dispute_id?: components["schemas"]["DisputeId"] | null;
                floor: components["schemas"]["Floor"];
                human_requested_at?: components["schemas"]["Instant"] | null;
                id: components["schemas"]["ConversationId"];
                imported_from?: components["schemas"]["ImportedFrom"] | null;
                /**
                 * @description BCP 47.
                 * @example sv
                 */
                language: string;
                last?: components["schemas"]["LastSaid"] | null;
                /** @description Desk: who was called in a note and has not written since. */
                mentioned?: components["schemas"]["PrincipalId"][];
                merged_into?: components["schemas"]["ConversationId"] | null;
                /**
                 * @description What people call it.
                 * @example 7F3K-9QDM
                 */
                number: string;
                order_id?: components["schemas"]["OrderId"] | null;
                priority?: components["schemas"]["Priority"] | null;
                queue?: components["schemas"]["QueuePlace"] | null;
                /** @description Desk: messages that wait for their time. */
                scheduled?: components["schemas"]["ScheduledMessage"][];
                /**
                 * Format: int64
                 * @description Up to which event the customer has seen it.
                 */
                seen_by_customer: number;
                /**
                 * Format: int64
                 * @description Desk: up to which event the desk has seen it.
                 */
                seen_by_desk: number;
                /**
                 * Format: int64
                 * @description Number of the last event.
                 */
                seq: number;
                skills?: string[];
                /** @description Desk: what was promised by when. */
                sla?: components["schemas"]["SlaClock"][];
                snoozed_until?: components["schemas"]["Instant"] | null;
                /**
                 * @description `open`, `snoozed` or `resolved`. Desk: that it is snoozed; to its customer it is open.
                 * @example open
                 */
                state: string;
                subject: string;
                tags?: string[];
                /** @description Something was said that the reader's side has not seen. */
                unread: boolean;
                updated_at: components["schemas"]["Instant"];
                /**
                 * Format: int64
                 * @description Grows with each change: a snapshot with a lower one is old.
                 */
                version: number;
                /**
                 * @description `customer`, `us` or `nobody`.
                 * @example us
                 */
                waiting_on: string;
                waiting_since?: components["schemas"]["Instant"] | null;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Delivery: {
            items: {
                /** Format: int64 */
                attempts: number;
                created_at: components["schemas"]["Instant"];
                ended_at?: components["schemas"]["Instant"] | null;
                /** @description The `webhook-id` header: the same for every try. */
                event_id: components["schemas"]["EventId"];
                id: components["schemas"]["DeliveryId"];
                last_error?: string | null;
                /**
                 * Format: int64
                 * @description The HTTP status of the last try.
                 */
                last_status?: number | null;
                next_try_at: components["schemas"]["Instant"];
                /**
                 * @description `pending`, `succeeded` or `failed`.
                 * @example succeeded
                 */
                state: string;
                /** @example dispute.opened */
                topic: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_DisputeSummary: {
            items: {
                /** @description What is in dispute now. */
                amount: components["schemas"]["Money"];
                assignee?: components["schemas"]["Assignee"] | null;
                claimed: components["schemas"]["Money"];
                closed_at?: components["schemas"]["Instant"] | null;
                customer_id: components["schemas"]["CustomerId"];
                framework: components["schemas"]["Framework"];
                id: components["schemas"]["DisputeId"];
                merchant_action?: components["schemas"]["MerchantAction"] | null;
                merchant_completeness?: components["schemas"]["Completeness"] | null;
                merchant_id: components["schemas"]["MerchantId"];
                /** @description What the merchant could still hand in. */
                merchant_missing?: components["schemas"]["MissingEvidence"][];
                /** @description The shop's name; absent for a shop that the feed has not brought. */
                merchant_name?: string | null;
                needs_person: boolean;
                next_deadline_at?: components["schemas"]["Instant"] | null;
                opened_at: components["schemas"]["Instant"];
                order_id: components["schemas"]["OrderId"];
                outcome?: components["schemas"]["Outcome"] | null;
                reason: components["schemas"]["Reason"];
                respond_by?: components["schemas"]["Instant"] | null;
                state: components["schemas"]["DisputeState"];
                /**
                 * @description The first of the lines in dispute, or of the order's.
                 * @example Hiking boots
                 */
                title: string;
                updated_at: components["schemas"]["Instant"];
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Merchant: {
            items: {
                at: components["schemas"]["Instant"];
                /** @description What the merchant's contract says about disputes. */
                dispute_terms?: components["schemas"]["DisputeTerms"];
                id: components["schemas"]["MerchantId"];
                jurisdiction: components["schemas"]["Jurisdiction"];
                /**
                 * Format: int32
                 * @description The merchant's fee on each captured amount, in basis points (300 = 3 %).
                 */
                merchant_fee_bps?: number;
                name: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_OpenReturn: {
            items: {
                /** @description The first instant that is late: the customer's plans go on, and the customer may claim the money. */
                answer_by: components["schemas"]["Instant"];
                customer_id: components["schemas"]["CustomerId"];
                id: components["schemas"]["ReturnId"];
                /**
                 * @description The names of what goes back.
                 * @example [
                 *       "Hiking boots"
                 *     ]
                 */
                items: string[];
                merchant_id: components["schemas"]["MerchantId"];
                /** @description The shop's name; absent for a shop that the feed has not brought. */
                merchant_name?: string | null;
                order_id: components["schemas"]["OrderId"];
                reported_at: components["schemas"]["Instant"];
                tracking_id?: string | null;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_OrderSummary: {
            items: {
                captured: components["schemas"]["Money"];
                customer_id: components["schemas"]["CustomerId"];
                disputes: number;
                id: components["schemas"]["OrderId"];
                in_dispute: components["schemas"]["Money"];
                lines_count: number;
                merchant_id: components["schemas"]["MerchantId"];
                /** @description The shop's name; absent for a shop that the feed has not brought. */
                merchant_name?: string | null;
                next_due?: components["schemas"]["NextDue"] | null;
                ordered_at: components["schemas"]["Instant"];
                outstanding?: components["schemas"]["Money"] | null;
                paused_until?: components["schemas"]["Date"] | null;
                plan_status?: components["schemas"]["PlanStatus"] | null;
                /** @description What the customer got back over all channels. */
                returned: components["schemas"]["Money"];
                /**
                 * @description The name of the first line.
                 * @example Hiking boots
                 */
                title: string;
                total: components["schemas"]["Money"];
                updated_at: components["schemas"]["Instant"];
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_ReportRow: {
            items: {
                answered_at: components["schemas"]["Instant"] | null;
                answered_by: components["schemas"]["PrincipalId"] | null;
                assignee: components["schemas"]["PrincipalId"] | null;
                assignee_name: string | null;
                /** @description A person spoke to the customer. */
                by_person: boolean;
                came_back_at: components["schemas"]["Instant"] | null;
                /**
                 * @description `chat`, `email`, `phone` or `app`.
                 * @example chat
                 */
                channel: string;
                complaint_id: components["schemas"]["ComplaintId"] | null;
                contact_at: components["schemas"]["Instant"] | null;
                conversation_id: components["schemas"]["ConversationId"];
                /** Format: int64 */
                csat: number | null;
                customer_id: components["schemas"]["CustomerId"];
                dispute_id: components["schemas"]["DisputeId"] | null;
                /** Format: double */
                first_response_open_s: number | null;
                /**
                 * Format: double
                 * @description From needed to answered; and what of it the desk was open.
                 */
                first_response_s: number | null;
                /**
                 * Format: int64
                 * @description 0 normal, 1 high, 2 critical, 3 danger.
                 */
                level: number;
                merged: boolean;
                needed_at: components["schemas"]["Instant"] | null;
                /** @example 7F3K-9QDM */
                number: string;
                opened_at: components["schemas"]["Instant"];
                order_id: components["schemas"]["OrderId"] | null;
                /** Format: int64 */
                reopened: number;
                resolved_at: components["schemas"]["Instant"] | null;
                /** Format: int64 */
                score: number;
                /** @description Kept and broken promises by kind. */
                sla: Record<string, unknown>;
                tags: string[];
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Scorecard: {
            items: {
                agent_name: string;
                at: components["schemas"]["Instant"];
                by_name: string;
                comment?: string | null;
                conversation_id: components["schemas"]["ConversationId"];
                id: components["schemas"]["ScorecardId"];
                /**
                 * @description What people call the conversation.
                 * @example 7F3K-9QDM
                 */
                number: string;
                /** @description The version of the rubric it was written by. */
                rubric: string;
                /**
                 * @description By criterion, from 1 to 5.
                 * @example {
                 *       "acknowledged": 4,
                 *       "correct": 5,
                 *       "no_repeat": 5,
                 *       "next_step": 3,
                 *       "tone": 4
                 *     }
                 */
                scores: {
                    [key: string]: number;
                };
                /** @description Whose work it is about. */
                user_id: components["schemas"]["PrincipalId"];
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_SettlementPaid: {
            items: {
                amount: components["schemas"]["Money"];
                at: components["schemas"]["Instant"];
                /** @description The company's own id. */
                id: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_StatementLine: {
            items: {
                /** Format: int64 */
                amount_minor: number;
                at: components["schemas"]["Instant"];
                cause: string;
                currency: components["schemas"]["Currency"];
                entry_id: components["schemas"]["EntryId"];
                order_id: components["schemas"]["OrderId"];
                phase: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Task: {
            items: {
                assignee?: components["schemas"]["PrincipalId"] | null;
                closed_at?: components["schemas"]["Instant"] | null;
                conversation_id?: components["schemas"]["ConversationId"] | null;
                created_at: components["schemas"]["Instant"];
                customer_id?: components["schemas"]["CustomerId"] | null;
                customer_name?: string | null;
                /** @description Why a person is needed, and what belongs to it. */
                details: Record<string, unknown>;
                dispute_id?: components["schemas"]["DisputeId"] | null;
                due_at: components["schemas"]["Instant"];
                id: components["schemas"]["TaskId"];
                /**
                 * @description Such as `decide`, `human_review` or `approve_request`; expect kinds that you do not know.
                 * @example decide
                 */
                kind: string;
                /**
                 * @description The conversation's number.
                 * @example 7F3K-9QDM
                 */
                number?: string | null;
                order_id?: components["schemas"]["OrderId"] | null;
                /**
                 * @description `open`, `claimed` or `closed`.
                 * @example open
                 */
                state: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_TimelineEntry: {
            items: {
                amount?: components["schemas"]["Money"] | null;
                at: components["schemas"]["Instant"];
                complaint_id?: components["schemas"]["ComplaintId"] | null;
                conversation_id?: components["schemas"]["ConversationId"] | null;
                /** @description What else there is to say, by kind. */
                detail?: Record<string, unknown>;
                dispute_id?: components["schemas"]["DisputeId"] | null;
                /**
                 * @description Unique on the line, and the same each time.
                 * @example payment/pay-1
                 */
                id: string;
                kind: components["schemas"]["TimelineKind"];
                order_id?: components["schemas"]["OrderId"] | null;
                plan_id?: components["schemas"]["PlanId"] | null;
                /** @description Such as the product, the subject, or the state as a word. */
                title: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_User: {
            items: {
                availability?: components["schemas"]["SeatState"] | null;
                /**
                 * Format: int64
                 * @description How much work at the same time.
                 */
                capacity_units?: number | null;
                /** @description The name of the custom role. */
                custom_role?: string | null;
                /**
                 * @description Absent for whoever neither leads, watches nor manages, as is all that follows but `role` and
                 *     `availability`.
                 */
                email?: string | null;
                id: components["schemas"]["UserId"];
                languages?: string[] | null;
                last_seen_at?: components["schemas"]["Instant"] | null;
                merchant_id?: components["schemas"]["MerchantId"] | null;
                name: string;
                role: components["schemas"]["Role"];
                /** @description More than a password is asked for. */
                second_factor?: boolean | null;
                skills?: string[] | null;
                /**
                 * @description `invited`, `active` or `disabled`.
                 * @example active
                 */
                state: string;
            }[];
            /** @description Give it as `cursor` to get the next page; absent on the last one. */
            next_cursor?: string | null;
        };
        /** @description Money on its way back. */
        PaidBack: {
            amount: components["schemas"]["Money"];
            payment_id: components["schemas"]["PaymentId"];
            payout_id: components["schemas"]["EffectId"];
            state: components["schemas"]["PayoutState"];
        };
        /**
         * @description A side of a dispute.
         * @enum {string}
         */
        Party: "consumer" | "merchant" | "provider";
        /** @description A passkey of one's own. */
        Passkey: {
            created_at: components["schemas"]["Instant"];
            /** @description The credential's id, base64url. */
            id: string;
            last_used_at?: components["schemas"]["Instant"] | null;
            name: string;
        };
        /** @description What the page hands to `navigator.credentials`. */
        PasskeyAsked: {
            /** @description For `PublicKeyCredential.parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON`. */
            options: Record<string, unknown>;
            /** @description To be shown with the answer, within five minutes, once. */
            ticket: string;
        };
        /** @description The device's answer. */
        PasskeySignIn: {
            /** @description As `PublicKeyCredential.toJSON()` writes it. */
            credential: Record<string, unknown>;
            ticket: components["schemas"]["Hidden"];
        };
        /**
         * @description An e-mail address and a password.
         * @example {
         *       "email": "anna@acme.example",
         *       "password": "several words in a row"
         *     }
         */
        PasswordSignIn: {
            email: string;
            password: components["schemas"]["Hidden"];
            tenant?: components["schemas"]["TenantId"] | null;
        };
        /** @description A decided case that is like another. */
        PastDispute: {
            closed_at?: components["schemas"]["Instant"] | null;
            dispute_id: components["schemas"]["DisputeId"];
            /**
             * Format: double
             * @description 0 to 1.
             */
            likeness: number;
            /** @example consumer_full */
            outcome: string;
            reason: components["schemas"]["Reason"];
            /** @description The words that both customers used. */
            words: string[];
        };
        /** @description A time in which due dates stand still. */
        Pause: {
            ended?: components["schemas"]["Date"] | null;
            from: components["schemas"]["Date"];
            /** @example dispute 01930d1c-8f00-7000-8000-000000000000 */
            reason: string;
            until?: components["schemas"]["Date"] | null;
        };
        /** @description Due dates stand still. */
        PausePlan: {
            /** Format: int32 */
            days: number;
            /** @example The customer is in hospital. */
            why: string;
        };
        /** @description For how many days a plan stands still, at least. */
        Pauses: {
            /** Format: int32 */
            problem_days: number;
            /** Format: int32 */
            return_days: number;
        };
        /** @description What is paid ahead: everything where nothing is said, some instalments, or an amount. */
        PayPlan: {
            /**
             * Format: int64
             * @description From the first open instalment on. Not together with `instalments`.
             */
            amount_minor?: number | null;
            /** @description Whole instalments; of the interest only what was earned by today is asked for. */
            instalments?: number[];
        };
        /** @description Money from the customer towards a plan. */
        Payment: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            capture_id?: components["schemas"]["CaptureId"] | null;
            id: components["schemas"]["PaymentId"];
            /**
             * Format: int32
             * @description 1 is the first instalment; the next unpaid one when absent.
             */
            instalment?: number | null;
            /** @description A token of the payment provider, never a card number. */
            instrument: string;
            order_id: components["schemas"]["OrderId"];
            purpose?: components["schemas"]["PaymentPurpose"];
        };
        /**
         * @description A payment of the customer.
         * @example pay-1
         */
        PaymentId: string;
        /** @description A payment as booked. */
        PaymentMark: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            id: components["schemas"]["PaymentId"];
            /**
             * Format: int64
             * @description What of it is neither on its way back nor taken by a card network.
             */
            kept_minor: number;
            plan_id: components["schemas"]["PlanId"];
        };
        /**
         * @description What a payment is for.
         * @enum {string}
         */
        PaymentPurpose: "plan" | "fees";
        /** @description A payment that the provider has not decided yet. */
        PaymentUnderWay: {
            plan: components["schemas"]["Plan"];
            /** @description Where the customer confirms it. */
            redirect_url?: string | null;
            /** @description `pending`, or `asks_customer`. */
            state: components["schemas"]["EarlyPaymentState"];
        };
        /** @description Money on its way to the customer's own instrument. */
        Payout: {
            amount: components["schemas"]["Money"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            id: components["schemas"]["EffectId"];
            payment_id: components["schemas"]["PaymentId"];
            /** @description `unknown` is shown until it is reconciled; it is never taken for failed. */
            state: components["schemas"]["PayoutState"];
        };
        /**
         * @description Where money on its way out stands.
         * @enum {string}
         */
        PayoutState: "intended" | "unknown" | "succeeded" | "failed";
        /** @description Payouts in one state. */
        PayoutSum: {
            amount: components["schemas"]["Money"];
            /** Format: int64 */
            count: number;
            /**
             * @description `intent`, `sent`, `succeeded`, `failed` or `unknown`.
             * @example succeeded
             */
            state: string;
        };
        /** @description A payout: the intent was committed before the provider was asked. */
        PayoutView: {
            amount: components["schemas"]["Money"];
            /** Format: int64 */
            attempts: number;
            created_at: components["schemas"]["Instant"];
            dispute_id?: components["schemas"]["DisputeId"] | null;
            id: components["schemas"]["EffectId"];
            order_id: components["schemas"]["OrderId"];
            /** @description The provider that was asked. */
            provider: string;
            /** @description The provider's own id, once it answered. */
            provider_reference?: string | null;
            /**
             * @description `intent`, `sent`, `succeeded`, `failed`, or `unknown` until it is reconciled.
             * @example succeeded
             */
            state: string;
            updated_at: components["schemas"]["Instant"];
        };
        /** @description The instalments of one capture. */
        Plan: {
            capture_id: components["schemas"]["CaptureId"];
            fees: components["schemas"]["LateFee"][];
            fees_outstanding: components["schemas"]["Money"];
            /** @description Nothing may be collected. */
            frozen: boolean;
            hardship?: components["schemas"]["Hardship"] | null;
            id: components["schemas"]["PlanId"];
            instalments: components["schemas"]["Instalment"][];
            interest_outstanding: components["schemas"]["Money"];
            opened_on: components["schemas"]["Date"];
            order_id: components["schemas"]["OrderId"];
            /** @description Principal still to be paid. */
            outstanding: components["schemas"]["Money"];
            /** @description Paid by the customer and kept. */
            paid: components["schemas"]["Money"];
            paused_until?: components["schemas"]["Date"] | null;
            pauses: components["schemas"]["Pause"][];
            payment?: components["schemas"]["EarlyPayment"] | null;
            /**
             * @description The policy it was opened under; kept for life.
             * @example gb.2026-07
             */
            policy: string;
            /** @description What was captured. */
            principal: components["schemas"]["Money"];
            product: components["schemas"]["Product"];
            status: components["schemas"]["PlanStatus"];
        };
        /** @description A plan, before and after. */
        PlanChange: {
            after: components["schemas"]["PlanState"];
            before?: components["schemas"]["PlanState"] | null;
            plan_id: components["schemas"]["PlanId"];
        };
        /**
         * Format: uuid
         * @description A plan.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        PlanId: string;
        /** @description What can be chosen for a plan today, as it would happen. */
        PlanOptions: {
            /** @description Due dates that can move; empty where the market offers none. */
            extend: components["schemas"]["ExtendOption"][];
            /** @description What is owed in smaller parts, without interest. */
            hardship: components["schemas"]["HardshipOption"][];
            /** @description Interest that falls away by paying today. */
            interest_saved: components["schemas"]["Money"];
            /** @description Everything, settled today: principal, interest up to today, fees. */
            pay_early: components["schemas"]["Money"];
        };
        /** @description How a plan stands. */
        PlanState: {
            /** @description What is still to be paid, by day. */
            dues: components["schemas"]["PreviewDue"][];
            fees_outstanding: components["schemas"]["Money"];
            interest_outstanding: components["schemas"]["Money"];
            outstanding: components["schemas"]["Money"];
            paused_until?: components["schemas"]["Date"] | null;
            status: components["schemas"]["PlanStatus"];
        };
        /**
         * @description Where a plan stands.
         * @enum {string}
         */
        PlanStatus: "active" | "paused" | "frozen" | "settled" | "cancelled" | "written_off";
        /** @description A policy that is kept. */
        PolicySummary: {
            hash: components["schemas"]["Sha256"];
            kept_since: components["schemas"]["Instant"];
            name: string;
        };
        /** @description What an act would do. Nothing was done. */
        Preview: {
            approval: components["schemas"]["PreviewApproval"];
            /** @description Accounts of the order that would change; debit +, credit −. */
            balances: components["schemas"]["BalanceChange"][];
            cost: components["schemas"]["PreviewCost"];
            decision?: components["schemas"]["PreviewDecision"] | null;
            /** @description What open disputes claim. */
            in_dispute: components["schemas"]["MoneyChange"];
            /** @description What the parties would be sent. */
            messages: components["schemas"]["PreviewMessage"][];
            order_id: components["schemas"]["OrderId"];
            /** @description Money that would be sent to the customer's own instrument. */
            payouts: components["schemas"]["PreviewPayout"][];
            /** @description The plans that would change. */
            plans: components["schemas"]["PlanChange"][];
            policy: components["schemas"]["PreviewPolicy"];
            /** @description What the customer got back over all channels. */
            returned: components["schemas"]["MoneyChange"];
            /** @description What a person would be asked for. */
            tasks: string[];
            undo: components["schemas"]["PreviewUndo"];
        };
        /** @description An act, as its own operation takes it. */
        PreviewAct: {
            /** @enum {string} */
            action: "pause_plan";
            /** Format: int32 */
            days: number;
            order_id: components["schemas"]["OrderId"];
            plan_id: components["schemas"]["PlanId"];
            why: string;
        } | {
            /** @enum {string} */
            action: "extend_plan";
            /** Format: int32 */
            instalment: number;
            order_id: components["schemas"]["OrderId"];
            plan_id: components["schemas"]["PlanId"];
        } | {
            /** @enum {string} */
            action: "start_hardship";
            order_id: components["schemas"]["OrderId"];
            /** Format: int32 */
            parts: number;
            plan_id: components["schemas"]["PlanId"];
        } | {
            /** @enum {string} */
            action: "waive_fee";
            /** Format: int32 */
            fee: number;
            order_id: components["schemas"]["OrderId"];
            plan_id: components["schemas"]["PlanId"];
        } | {
            /** @enum {string} */
            action: "give_goodwill";
            /** Format: int64 */
            amount_minor: number;
            note: string;
            order_id: components["schemas"]["OrderId"];
        } | {
            /** @enum {string} */
            action: "give_refund";
            /** Format: int64 */
            amount_minor: number;
            note: string;
            order_id: components["schemas"]["OrderId"];
        } | (components["schemas"]["PreviewDispute"] & {
            /** @enum {string} */
            action: "open_dispute";
        }) | (components["schemas"]["Decide"] & {
            dispute_id: components["schemas"]["DisputeId"];
        } & {
            /** @enum {string} */
            action: "decide";
        });
        /** @description Whether somebody else has to agree first. */
        PreviewApproval: {
            needed: boolean;
            why?: string | null;
        };
        /** @description Who would bear what. */
        PreviewCost: {
            borne_by: components["schemas"]["BorneBy"];
            /** @description What is only held back is no cost yet. */
            merchant: components["schemas"]["Money"];
            provider: components["schemas"]["Money"];
        };
        /** @description What would be decided. */
        PreviewDecision: {
            amount: components["schemas"]["Money"];
            /** @description The reasons, to the customer. */
            because: string;
            for_party: components["schemas"]["Party"];
            /** @example NR-01 */
            rule: string;
        };
        /** @description A dispute to open, without its files. */
        PreviewDispute: {
            /** Format: int64 */
            amount_minor?: number | null;
            kind?: components["schemas"]["DisputeKind"] | null;
            late_ground?: components["schemas"]["ExceptionGround"] | null;
            lines?: components["schemas"]["LineId"][];
            order_id: components["schemas"]["OrderId"];
            reason: components["schemas"]["Reason"];
            statement?: components["schemas"]["Statement"];
            sub_issue?: components["schemas"]["SubIssue"] | null;
        };
        /** @description A payment that is still to be made. */
        PreviewDue: {
            due_on: components["schemas"]["Date"];
            /** Format: int32 */
            instalment: number;
            open: components["schemas"]["Money"];
        };
        /** @description A letter: a template and the values it is filled with. */
        PreviewMessage: {
            data: Record<string, unknown>;
            letter?: components["schemas"]["Letter"] | null;
            /** @example plan_changed */
            template: string;
            to: components["schemas"]["Party"];
        };
        /** @description Money that would be sent. */
        PreviewPayout: {
            amount: components["schemas"]["Money"];
            payment_id: components["schemas"]["PaymentId"];
        };
        /** @description The rule it would be done by. */
        PreviewPolicy: {
            hash: components["schemas"]["Sha256"];
            /** @example plan.extension */
            rule: string;
            /** @description The law, guidance or choice it comes from. */
            source?: string | null;
            /** @example gb.2026-07 */
            version: string;
        };
        /** @description Whether it can be taken back. */
        PreviewUndo: {
            how: string;
            possible: boolean;
        };
        /**
         * @description Who acts, inside one tenant.
         * @example agent-anna
         */
        PrincipalId: string;
        /** @description How urgent it is, and why. */
        Priority: {
            /** @description Reminders and collections stand still. */
            collections_paused: boolean;
            level: components["schemas"]["PriorityLevel"];
            /** @description An assistant says nothing more to this customer; its drafts are notes. */
            quiet_ai: boolean;
            reasons: components["schemas"]["PriorityReason"][];
            /** Format: int32 */
            score: number;
            /** @description The name of the script to speak by. */
            script?: string | null;
        };
        /**
         * @description How much a moment matters.
         * @enum {string}
         */
        PriorityLevel: "normal" | "high" | "critical" | "danger";
        /** @description One line of the sum. */
        PriorityReason: {
            /** @description The words, or the fact. */
            because: string;
            /** @description What it is called, by language: `en`, `sv`, `de`, `es`. */
            labels?: {
                [key: string]: string;
            };
            /** Format: int32 */
            points: number;
            /** @example bereavement */
            signal: string;
        };
        /** @description An error, as RFC 9457 has it. */
        Problem: {
            /**
             * @description Stable: compare this, not the words.
             * @example wrong_state
             */
            code: string;
            /**
             * @description What happened this time, in words.
             * @example this is not possible while the dispute is closed
             */
            detail: string;
            /** @description All faults, where there may be several. */
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The field, parameter or header at fault. */
            field?: string | null;
            /**
             * @description What to do about it.
             * @example read the present state
             */
            fix: string;
            /**
             * @description Also in the header `X-Request-Id` and in the logs.
             * @example 01930d1c-8f00-7000-8000-000000000000
             */
            request_id: string;
            /**
             * Format: int32
             * @description The HTTP status, repeated.
             * @example 409
             */
            status: number;
            /** @example This is not possible in the present state */
            title: string;
            /**
             * @description Where the code is described.
             * @example /problems#wrong_state
             */
            type: string;
        };
        /** @description A procedure in force. */
        ProcedureInForce: {
            /** @description What a customer wants who comes to it. */
            intents: string[];
            /** @example pause_payment */
            name: string;
            title: string;
            /** Format: int32 */
            version: number;
        };
        /** @description The procedures in force. */
        ProceduresInForce: {
            at?: components["schemas"]["Instant"] | null;
            by?: components["schemas"]["PrincipalId"] | null;
            procedures: components["schemas"]["ProcedureInForce"][];
            /**
             * Format: int64
             * @description 1, 2, 3 … as they were put in force; 0 is what ships.
             */
            version: number;
        };
        /** @description How the customer pays. */
        Product: {
            /** @enum {string} */
            kind: "pay_in30";
        } | {
            /** Format: int32 */
            every_days: number;
            /** @enum {string} */
            kind: "pay_in_n";
            /** Format: int32 */
            n: number;
        } | {
            /** Format: int32 */
            apr_bps: number;
            /** @enum {string} */
            kind: "financing";
            /** Format: int32 */
            months: number;
        } | {
            /** @enum {string} */
            kind: "pay_now";
        };
        /** @description Something the customer was promised. */
        Promised: {
            due_at?: components["schemas"]["Instant"] | null;
            text: string;
        };
        /**
         * @description A rule that shows a box.
         * @example {
         *       "selector": "[data-ombud-id=\"order-summary\"] > dl > dd",
         *       "paths": [
         *         "/orders/*"
         *       ],
         *       "reason": "agents are asked about amounts",
         *       "owner": "payments-web",
         *       "expires": "2027-06-30",
         *       "preview": true
         *     }
         */
        ProposeBlindSpot: {
            /** @description The last day (UTC) on which it shows. */
            expires: components["schemas"]["Date"];
            /** @description The team that answers for it. */
            owner: string;
            /** @description Paths of the site, `*` for any run of characters; everywhere when absent. */
            paths?: string[] | null;
            /** @description Shows pictures and drawings too. */
            pixels?: boolean;
            /** @description Only shows what the file would be. */
            preview?: boolean;
            reason: string;
            selector: string;
        };
        /** @description A policy to put in force. */
        ProposePolicy: {
            /** @description File name and text; files that are not given are those that ship with Ombud. */
            files: {
                [key: string]: string;
            };
            name: string;
        };
        /** @description Procedures to put in force. */
        ProposeProcedures: {
            /**
             * @description File name below `policy/assistant` and text; files that are not given are those that ship with
             *     Ombud.
             */
            files: {
                [key: string]: string;
            };
        };
        /** @description A policy file. */
        ProposeRedactionPolicy: {
            /** @description `redaction.toml`. */
            file: string;
            /** @description `redaction.sig`. */
            signature?: string | null;
        };
        /** @description The rules of routing in force. */
        PublishedRouting: {
            proposed_at?: components["schemas"]["Instant"] | null;
            proposed_by?: components["schemas"]["PrincipalId"] | null;
            rules: components["schemas"]["DeskRouting"];
            /**
             * Format: int64
             * @description 1, 2, 3 … as they were published; 0 is what ships.
             */
            version: number;
        };
        /** @description Where somebody stands who waits for a person. */
        QueuePlace: {
            /** @description The wait is long, or nobody can tell: offer to be called back. */
            call_back_offered: boolean;
            /**
             * Format: int32
             * @description Seconds; absent where too little is known to say.
             */
            expected_wait_s?: number | null;
            /**
             * Format: int32
             * @description Nine of ten wait at most this long.
             */
            high_s?: number | null;
            /**
             * Format: int32
             * @description 1 is next.
             */
            position: number;
        };
        /** @description What the customer thinks. */
        RateConversation: {
            comment?: string | null;
            /**
             * Format: int32
             * @description 1 (bad) to 5 (good).
             */
            score: number;
        };
        /**
         * @description Why the customer (or the provider) objects.
         * @enum {string}
         */
        Reason: "not_received" | "not_as_described" | "refund_not_processed" | "incorrect_amount" | "already_paid" | "unauthorised" | "high_risk" | "non_compliance" | "non_guaranteed_program" | "duplicate" | "other";
        /** @description What became of the events of a delivery. */
        ReceivedEvents: {
            events: components["schemas"]["EventResult"][];
        };
        /** @description One record of the feed; `type` says which. */
        Record: (components["schemas"]["Merchant"] & {
            /** @enum {string} */
            type: "merchant";
        }) | (components["schemas"]["Customer"] & {
            /** @enum {string} */
            type: "customer";
        }) | (components["schemas"]["Device"] & {
            /** @enum {string} */
            type: "device";
        }) | (components["schemas"]["Order"] & {
            /** @enum {string} */
            type: "order";
        }) | (components["schemas"]["Capture"] & {
            /** @enum {string} */
            type: "capture";
        }) | (components["schemas"]["Shipment"] & {
            /** @enum {string} */
            type: "shipment";
        }) | (components["schemas"]["Scan"] & {
            /** @enum {string} */
            type: "scan";
        }) | (components["schemas"]["Return"] & {
            /** @enum {string} */
            type: "return";
        }) | (components["schemas"]["Payment"] & {
            /** @enum {string} */
            type: "payment";
        }) | (components["schemas"]["Refund"] & {
            /** @enum {string} */
            type: "refund";
        }) | (components["schemas"]["Cancellation"] & {
            /** @enum {string} */
            type: "cancellation";
        }) | (components["schemas"]["Settlement"] & {
            /** @enum {string} */
            type: "settlement";
        });
        /** @description Codes for the day on which the app is lost, each good once. */
        RecoveryCodes: {
            /** @description Shown now and never again. */
            recovery_codes: string[];
        };
        /** @description A change of what is released. */
        RedactionChange: {
            at: components["schemas"]["Instant"];
            /**
             * @description Who put it in force.
             * @example Cleo Berg
             */
            by_name?: string | null;
            /** @description How many places were hidden besides. */
            hidden: number;
            /**
             * @description `file`: a file was put in force. `narrowing`: something was taken away from it.
             * @example file
             */
            kind: string;
            /** @description The rules of the file that showed no more from then on. */
            off: number[];
            /**
             * @description Who proposed it, where it needed another person.
             * @example Sam Lind
             */
            proposed_by_name?: string | null;
            /**
             * Format: int32
             * @description Of the file that was in force from then on.
             */
            version: number;
        };
        /** @description A policy file that waits no more. */
        RedactionDeclined: {
            task_id: components["schemas"]["TaskId"];
        };
        /** @description The policy file with the rule. */
        RedactionDraft: {
            /** @description `redaction.toml` as it is in force; empty where there is none. */
            before: string;
            /** @description `redaction.toml` as it would be. */
            file: string;
            /** @description The company signs its files: sign this one, and propose it with its signature. */
            must_sign: boolean;
            /** Format: int32 */
            rule: number;
            rules: components["schemas"]["RedactionRuleDiff"][];
            task_id?: components["schemas"]["TaskId"] | null;
            /**
             * @description `same`, `narrower` or `wider`.
             * @example wider
             */
            turn: string;
        };
        /** @description What is on its way to be released, and what was changed before. */
        RedactionHistory: {
            /** @description The newest first, 50 at most. */
            changes: components["schemas"]["RedactionChange"][];
            /** @description Files are taken with a signature only. */
            must_sign: boolean;
            waiting: components["schemas"]["RedactionWaiting"][];
        };
        /**
         * @description What is taken away from a policy file.
         * @example {
         *       "off": [
         *         4
         *       ],
         *       "hide": [
         *         {
         *           "selector": ".address",
         *           "paths": [
         *             "/orders/*"
         *           ]
         *         }
         *       ]
         *     }
         */
        RedactionNarrowing: {
            /**
             * @description What is hidden, whatever shows it.
             * @default []
             */
            hide?: components["schemas"]["HiddenPlace"][];
            /**
             * @description Rules that show, or let agents type, and do so no more.
             * @default []
             */
            off?: number[];
        };
        /** @description The redaction policy in force. */
        RedactionPolicy: {
            /** @example acme */
            company: string;
            /** @description `redaction.toml`, as docs/cobrowse-policy.md describes it. */
            file: string;
            /**
             * @description With which captures begin: of the file and what was taken away from it.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            narrowing: components["schemas"]["RedactionNarrowing"];
            rules: components["schemas"]["RedactionRule"][];
            /** @description `redaction.sig`. */
            signature?: string | null;
            /**
             * @description The company's key that signed the file; absent where the company has no keys.
             * @example 1f0a9c3d
             */
            signed_by?: string | null;
            /**
             * Format: int32
             * @example 7
             */
            version: number;
        };
        /** @description What a policy file changes. */
        RedactionProposed: {
            /**
             * @description It shows no more than the one before, and is in force. Otherwise it waits for another person, as a
             *     task.
             */
            in_force: boolean;
            rules: components["schemas"]["RedactionRuleDiff"][];
            task_id?: components["schemas"]["TaskId"] | null;
            /**
             * @description `same`, `narrower` or `wider`.
             * @example wider
             */
            turn: string;
        };
        /** @description A rule of the file in force. */
        RedactionRule: {
            /**
             * @description `show`, `hide`, `write` or `confirm`.
             * @example show
             */
            effect: string;
            expires?: components["schemas"]["Date"] | null;
            /** Format: int32 */
            id: number;
            owner: string;
            /** @description Everywhere when absent. */
            paths?: string[] | null;
            /** @description Shows pictures and drawings too. */
            pixels: boolean;
            reason: string;
            /** @description For whom; for all when absent. */
            roles?: string[] | null;
            /** @example .order-summary */
            selector: string;
            /**
             * @description `in_force`, `off` (taken away since) or `expired`.
             * @example in_force
             */
            state: string;
        };
        /** @description What became of a rule. */
        RedactionRuleDiff: {
            /** @description What agents see or may do now and could not before. */
            gained: string[];
            /** Format: int32 */
            id: number;
            lost: string[];
            /** @example wider */
            turn: string;
        };
        /** @description A policy file that waits for another person. */
        RedactionWaiting: {
            /** @description `redaction.toml` as it would be. */
            file: string;
            /** @description False where another file came before it: it can never be put in force. */
            follows: boolean;
            /** @description You proposed it: another person approves it. */
            is_own: boolean;
            proposed_at: components["schemas"]["Instant"];
            /** @example Sam Lind */
            proposed_by_name?: string | null;
            rules: components["schemas"]["RedactionRuleDiff"][];
            task_id: components["schemas"]["TaskId"];
            /** Format: int32 */
            version: number;
        };
        /** @description What is given to put it right. */
        Redress: {
            /**
             * Format: int64
             * @description For distress and inconvenience, in minor units of the order's currency.
             */
            distress_minor?: number;
            /** @description Late fees of the order that are given back. */
            fees?: components["schemas"]["ReturnedFee"][];
        };
        /** @description The merchant gives money back of its own accord, in an order's currency. */
        Refund: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            capture_id?: components["schemas"]["CaptureId"] | null;
            id: components["schemas"]["RefundId"];
            order_id: components["schemas"]["OrderId"];
            return_id?: components["schemas"]["ReturnId"] | null;
        };
        /**
         * @description A refund of the merchant.
         * @example ref-1
         */
        RefundId: string;
        /** @description A merchant's refund as booked. */
        RefundMark: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Less than the amount where that would return more than was captured.
             */
            booked_minor: number;
            id: components["schemas"]["RefundId"];
        };
        /** @description A file that was not taken. */
        RefusedFile: {
            name: string;
            why: string;
        };
        /** @description Why a request is rejected. */
        Reject: {
            why: string;
        };
        /**
         * @description What is held for the customer is sent back, or applied.
         * @example {
         *       "to": "instrument",
         *       "note": "You had paid twice."
         *     }
         */
        Release: {
            /**
             * Format: int64
             * @description Minor units of the order's currency; everything that is held when absent, or, to the plan, as
             *     much of it as is owed.
             */
            amount_minor?: number | null;
            /** @description For the customer, who is told. */
            note: string;
            to: components["schemas"]["ReleaseTo"];
        };
        /** @description Give a conversation back to the queue. */
        ReleaseConversation: {
            /** Format: int64 */
            assignment_version: number;
            why?: string;
        };
        /**
         * @description Where what is held goes.
         * @enum {string}
         */
        ReleaseTo: "instrument" | "plan";
        /** @description Where a block of text is put. */
        RenderMacro: {
            conversation_id: components["schemas"]["ConversationId"];
        };
        /** @description A block of text with its places filled. */
        RenderedMacro: {
            /** @description Another than was asked for, where the same name is there in the customer's language. */
            id: components["schemas"]["MacroId"];
            language: string;
            /**
             * @description The places that could not be filled, and stand in the text as they were written.
             * @example [
             *       "order.id"
             *     ]
             */
            missing: string[];
            text: string;
        };
        /** @description What a replay came to. */
        Replay: {
            /** Format: int64 */
            decisions: number;
            differences: string[];
            /** Format: int64 */
            entries: number;
            /** Format: int64 */
            events: number;
            /** @description State, books and decisions came out the same, byte by byte. */
            same: boolean;
        };
        /** @description How the desk did. Every figure is counted, none guessed: what has no case is null. */
        Report: {
            /** @description At most 500, those with the most conversations first. */
            agents: components["schemas"]["ReportAgent"][];
            /** @description Local days of the desk on which something happened, from old to new. */
            days: components["schemas"]["ReportDay"][];
            totals: components["schemas"]["ReportFigures"];
        };
        /** @description What one person did. */
        ReportAgent: {
            /**
             * Format: int64
             * @description Which they had last.
             */
            conversations: number;
            /** Format: double */
            csat: number | null;
            /**
             * Format: double
             * @description Of the first answers that were theirs.
             */
            first_response_p50_s: number | null;
            name: string;
            /**
             * Format: int64
             * @description First decisions of theirs that were reversed.
             */
            overturned: number;
            user_id: components["schemas"]["PrincipalId"];
        };
        /**
         * @description The network took money.
         * @example {
         *       "id": "net-1",
         *       "amount_minor": 4000,
         *       "fee_minor": 2000,
         *       "reason_code": "13.1"
         *     }
         */
        ReportChargeback: {
            /**
             * Format: int64
             * @description Minor units of the order's currency.
             */
            amount_minor: number;
            /** Format: int64 */
            fee_minor?: number;
            /** @description The network's own id. */
            id: components["schemas"]["NetworkDisputeId"];
            reason_code: string;
        };
        /** @description The figures of one day. */
        ReportDay: components["schemas"]["ReportFigures"] & {
            date: components["schemas"]["Date"];
        };
        /** @description Figures. Conversations count on the day they were opened, decisions on the day of the first one. */
        ReportFigures: {
            /**
             * Format: double
             * @description Resolved without a person, not reopened, and the customer did not come back within 7 days; of
             *     the resolved ones.
             */
            automated_share: number | null;
            /**
             * Format: int64
             * @description Conversations in which the customer wrote, called or asked for a person.
             */
            contacts: number;
            /**
             * Format: double
             * @description The mean of the customers' ratings, from 1 to 5.
             */
            csat: number | null;
            /**
             * Format: double
             * @description Resolved, not reopened, and the customer did not come back within 7 days; of the resolved ones.
             */
            first_contact_resolution_share: number | null;
            /**
             * Format: double
             * @description From the moment a person was needed to a person's first answer: half waited no longer.
             */
            first_response_p50_s: number | null;
            /**
             * Format: double
             * @description Nine of ten waited no longer.
             */
            first_response_p90_s: number | null;
            /**
             * Format: int64
             * @description How many waited and were answered.
             */
            first_responses: number;
            /** @description Where the true shares lie with 95 % confidence, by the name of the share. */
            intervals: {
                [key: string]: components["schemas"]["ShareInterval"];
            };
            /**
             * Format: double
             * @description The same, of those that somebody looked at a second time.
             */
            overturn_share: number | null;
            /** @description Seven days have not passed since the last one was resolved: the two shares may still fall. */
            provisional: boolean;
            /** Format: int64 */
            ratings: number;
            /**
             * Format: int64
             * @description Returns and problems that customers reported by themselves, and after which they needed nobody
             *     within 7 days.
             */
            self_served: number;
            /**
             * Format: double
             * @description The same, of all that they reported by themselves.
             */
            self_service_share: number | null;
            /**
             * Format: double
             * @description Promises that were kept, of those that were kept or broken.
             */
            sla_share: number | null;
            /**
             * Format: double
             * @description Disputes whose last decision is for another party than the first; of the decided ones.
             */
            wrong_decision_share: number | null;
        };
        /** @description The network's last word. */
        ReportOutcome: {
            /** @description The bank keeps the money; otherwise the network gave it back. */
            stands: boolean;
        };
        /**
         * @description Goods go back to the shop, by the customer's own word.
         * @example {
         *       "lines": [
         *         "1"
         *       ],
         *       "tracking_id": "00340434161094042557",
         *       "carrier": "DHL"
         *     }
         */
        ReportReturn: {
            /** @default null */
            carrier?: string | null;
            /**
             * @description Every line of the order when absent or empty.
             * @default []
             */
            lines?: components["schemas"]["LineId"][];
            /** @default null */
            tracking_id?: string | null;
        };
        /** @description The merchant contests. */
        Represent: {
            evidence: components["schemas"]["NewEvidence"][];
            /**
             * Format: int64
             * @description A refund offered for a part: more than nothing and less than all, in minor units.
             */
            proposal_minor?: number | null;
            text?: string;
        };
        /** @description Somebody asks that a decision is looked at again. A customer needs no reason. */
        RequestReview: {
            ground: components["schemas"]["ReviewGround"];
        };
        /** @description Decided at once, outside the normal course. */
        ResolveAtOnce: {
            for_party: components["schemas"]["Party"];
            ground: components["schemas"]["ExceptionGround"];
        };
        /** @description Goods on their way back. */
        Return: {
            /**
             * Format: int64
             * @description What the merchant owes for it, when registered.
             */
            amount_minor?: number | null;
            at: components["schemas"]["Instant"];
            id: components["schemas"]["ReturnId"];
            lines?: components["schemas"]["LineId"][];
            order_id: components["schemas"]["OrderId"];
            state: components["schemas"]["ReturnState"];
            tracking_id?: string | null;
        };
        /**
         * @description A return.
         * @example ret-1
         */
        ReturnId: string;
        /**
         * @description How far a return is.
         * @enum {string}
         */
        ReturnState: "reported" | "shipped" | "received_by_merchant" | "registered" | "rejected" | "store_credit";
        /** @description A late fee that is given back. */
        ReturnedFee: {
            /**
             * Format: int32
             * @description Its number on the plan.
             */
            number: number;
            plan_id: components["schemas"]["PlanId"];
        };
        /**
         * @description A review to write.
         * @example {
         *       "findings": {
         *         "said_why": {
         *           "mark": "yes"
         *         },
         *         "only_needed": {
         *           "mark": "yes"
         *         },
         *         "no_secrets": {
         *           "mark": "yes"
         *         },
         *         "in_control": {
         *           "mark": "not_applicable"
         *         },
         *         "led_well": {
         *           "mark": {
         *             "score": 4
         *           },
         *           "comment": "Slower here.",
         *           "at_ms": 12400
         *         },
         *         "solved": {
         *           "mark": {
         *             "score": 5
         *           }
         *         }
         *       }
         *     }
         */
        ReviewCobrowseRecording: {
            /** @description Every criterion of the card, by its id. */
            findings: {
                [key: string]: components["schemas"]["CobrowseFinding"];
            };
        };
        /**
         * @description Why a decision is looked at again.
         * @enum {string}
         */
        ReviewGround: "human_review" | "ombudsman" | "mis_handled" | "regulatory";
        /**
         * @description Why a conversation is worth a look.
         * @enum {string}
         */
        ReviewReason: "overturned" | "critical" | "low_csat" | "complaint" | "long_wait" | "random";
        /**
         * @description What the message of a turn meant.
         * @example {
         *       "turn": 1,
         *       "intents": [
         *         "refund_status"
         *       ],
         *       "note": "Asks about the bank."
         *     }
         */
        ReviewTurn: {
            /** @description Some of `intents`, or one of `marks` alone. */
            intents: string[];
            note?: string | null;
            /** Format: int64 */
            turn: number;
        };
        /** @description What was kept of a review. */
        Reviewed: {
            intents: string[];
            right: boolean;
        };
        /** @description A way to have a decision looked at again. */
        Right: {
            is_over: boolean;
            /**
             * @description `review`, by the customer, or `appeal`, by the merchant.
             * @example review
             */
            kind: string;
            /** @description The first instant that is too late. */
            until: components["schemas"]["Instant"];
        };
        /** @description How many messages were understood. */
        RightOf: {
            /** Format: int64 */
            of: number;
            /** Format: int64 */
            right: number;
        };
        /**
         * @description What a principal is, in one tenant.
         * @enum {string}
         */
        Role: "consumer" | "merchant" | "merchant_admin" | "agent" | "supervisor" | "compliance_officer" | "auditor" | "ai" | "outside_agent" | "system" | "company" | "operator" | "network";
        /** @description What is looked at. */
        Rubric: {
            criteria: components["schemas"]["RubricCriterion"][];
            version: string;
        };
        /** @description One thing that is looked at. */
        RubricCriterion: {
            /** @example no_repeat */
            id: string;
            text: string;
        };
        /** @description What was said, and the conversation after it. */
        SaidMessage: {
            conversation: components["schemas"]["Conversation"];
            /** @description An assistant's message that came too late: the desk sees it, the customer does not. */
            discarded: boolean;
            event?: components["schemas"]["ConversationEvent"] | null;
        };
        /** @description The sandbox's own time. */
        SandboxClock: {
            now: components["schemas"]["Instant"];
        };
        /** @description One carrier event. `at` is when it happened, `known_at` when the provider learnt of it. */
        Scan: {
            at: components["schemas"]["Instant"];
            code: components["schemas"]["ScanCode"];
            known_at?: components["schemas"]["Instant"] | null;
            order_id: components["schemas"]["OrderId"];
            postal_code?: string | null;
            recipient?: string | null;
            shipment_id: components["schemas"]["ShipmentId"];
        };
        /**
         * @description What a carrier saw.
         * @enum {string}
         */
        ScanCode: "label_created" | "handed_over" | "in_transit" | "at_pickup_point" | "out_for_delivery" | "attempt_failed" | "delivered" | "collected_by_recipient" | "returned_to_sender" | "lost" | "damaged";
        /** @description A message that waits for its time. */
        ScheduledMessage: {
            client_id: string;
            send_at: components["schemas"]["Instant"];
            text: string;
            user_name: string;
        };
        /** @description Where a rule applies, and from when. */
        Scope: {
            from?: components["schemas"]["Date"] | null;
            /**
             * @description A country or part, `eu` for every member state, `any` for everywhere.
             * @example gb
             */
            jurisdiction: string;
            status: components["schemas"]["StatuteStatus"];
            until?: components["schemas"]["Date"] | null;
        };
        /** @description How well a conversation was held. */
        Scorecard: {
            agent_name: string;
            at: components["schemas"]["Instant"];
            by_name: string;
            comment?: string | null;
            conversation_id: components["schemas"]["ConversationId"];
            id: components["schemas"]["ScorecardId"];
            /**
             * @description What people call the conversation.
             * @example 7F3K-9QDM
             */
            number: string;
            /** @description The version of the rubric it was written by. */
            rubric: string;
            /**
             * @description By criterion, from 1 to 5.
             * @example {
             *       "acknowledged": 4,
             *       "correct": 5,
             *       "no_repeat": 5,
             *       "next_step": 3,
             *       "tone": 4
             *     }
             */
            scores: {
                [key: string]: number;
            };
            /** @description Whose work it is about. */
            user_id: components["schemas"]["PrincipalId"];
        };
        /**
         * Format: uuid
         * @description A scorecard.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        ScorecardId: string;
        /** @description A seat. */
        Seat: {
            /** Format: int32 */
            capacity_units: number;
            /** @description The line their calls ring at. */
            extension?: string | null;
            name: string;
            /** @description The last sign of life. */
            seen_at: components["schemas"]["Instant"];
            since: components["schemas"]["Instant"];
            skills: string[];
            state: components["schemas"]["SeatState"];
            user_id: components["schemas"]["PrincipalId"];
        };
        /**
         * @description Whose seat, in which session.
         * @example {
         *       "token": "eyJhbGciOiJFZERTQSJ9.…",
         *       "code": "042 917"
         *     }
         */
        SeatByToken: {
            /** @description The six digits that the customer reads out; or `session_id`. */
            code?: string | null;
            session_id?: components["schemas"]["CobrowseId"] | null;
            /** @description Signed by the company's own tool (docs/cobrowse-agent.md). */
            token: components["schemas"]["Hidden"];
        };
        /**
         * @description Whether somebody takes new conversations.
         * @enum {string}
         */
        SeatState: "available" | "busy" | "away";
        /** @description The seats of a desk. */
        Seats: {
            items: components["schemas"]["Seat"][];
        };
        /** @description A ticket and a code. */
        SecondFactor: {
            /** @description Six digits of the authenticator app, or a recovery code. */
            code: components["schemas"]["Hidden"];
            ticket: components["schemas"]["Hidden"];
        };
        /** @description The assignment as it was seen. */
        SeenAssignment: {
            /**
             * Format: int64
             * @description `assignment.version` of the conversation. Another version means that somebody was faster: 409.
             */
            assignment_version: number;
        };
        /** @description The floor as it was seen. */
        SeenFloor: {
            /**
             * Format: int64
             * @description `floor.epoch` of the conversation.
             */
            epoch: number;
        };
        /**
         * @description A message.
         * @example {
         *       "client_id": "0193f0a2-0001",
         *       "text": "Where is my refund?"
         *     }
         */
        SendMessage: {
            /** @description Ids of files that you uploaded and did not send yet. */
            attachments?: string[];
            /** @description Your own id, a UUID for example: sent again, the message is there once. */
            client_id: string;
            /**
             * Format: int64
             * @description An assistant names the epoch of the floor that it thought under.
             */
            epoch?: number | null;
            /**
             * Format: int64
             * @description The number of the message that it answers.
             */
            in_reply_to?: number | null;
            send_at?: components["schemas"]["Instant"] | null;
            text: string;
        };
        /** @description A letter that was sent. */
        SentLetter: {
            at: components["schemas"]["Instant"];
            letter: components["schemas"]["ComplaintLetter"];
            written?: components["schemas"]["Letter"] | null;
        };
        /** @description Somebody who is signed in. */
        Session: {
            /** @description What may be done at all, to what is one's own and within the limits. */
            actions: string[];
            /** @description The name of the custom role. */
            custom_role?: string | null;
            customer_id?: components["schemas"]["CustomerId"] | null;
            email?: string | null;
            /** @description When it ends, if it is not used again. */
            expires_at: components["schemas"]["Instant"];
            id: components["schemas"]["SessionId"];
            /**
             * @description `user`, `customer` or `visitor`.
             * @example user
             */
            kind: string;
            languages: string[];
            locale?: string | null;
            merchant_id?: components["schemas"]["MerchantId"] | null;
            name: string;
            role: components["schemas"]["Role"];
            /** @description More than a password was shown. */
            second_factor: boolean;
            skills: string[];
            tenant: components["schemas"]["TenantId"];
            theme?: string | null;
            user_id?: components["schemas"]["UserId"] | null;
        };
        /**
         * Format: uuid
         * @description A session; not its secret.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        SessionId: string;
        /** @description Where the clock is to stand. */
        SetClock: {
            now: components["schemas"]["Instant"];
        };
        /**
         * @description What became of a suggestion: `sent` with the text as it was sent, which may have been edited and is
         *     only compared; or `rejected`.
         * @example {
         *       "outcome": "sent",
         *       "text": "Your next payment is due on 3 March."
         *     }
         */
        SettleSuggestion: {
            /** @enum {string} */
            outcome: "sent";
            text: string;
        } | {
            /** @enum {string} */
            outcome: "rejected";
        };
        /** @description The provider pays the merchant what it owes. */
        Settlement: {
            /** Format: int64 */
            amount_minor: number;
            at: components["schemas"]["Instant"];
            currency: components["schemas"]["Currency"];
            id: components["schemas"]["SettlementId"];
            merchant_id: components["schemas"]["MerchantId"];
        };
        /**
         * @description A settlement with a merchant.
         * @example set-1
         */
        SettlementId: string;
        /**
         * @description How bad an incident is.
         * @enum {string}
         */
        Severity: "minor" | "major";
        /**
         * @description A SHA-256 digest.
         * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
         */
        Sha256: string;
        /** @description How sure a share is (Wilson's interval, 95 %). */
        ShareInterval: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /**
             * Format: int64
             * @description Of so many cases.
             */
            of: number;
        };
        /** @description A parcel. */
        Shipment: {
            at: components["schemas"]["Instant"];
            carrier: string;
            expected_at?: components["schemas"]["Instant"] | null;
            id: components["schemas"]["ShipmentId"];
            /** @description The lines inside; all of them when empty. */
            lines?: components["schemas"]["LineId"][];
            order_id: components["schemas"]["OrderId"];
            tracking_id?: string | null;
        };
        /**
         * @description A shipment.
         * @example shp-1
         */
        ShipmentId: string;
        /** @description How one may come in. */
        SignInMethods: {
            /** @description Codes by e-mail, for customers. */
            code: boolean;
            oidc: components["schemas"]["OidcButton"][];
            passkey: boolean;
            password: boolean;
        };
        /** @description How far a sign-in is. */
        SignInStep: {
            /** @description Any one of these: `totp`, `passkey`. */
            methods?: string[] | null;
            session?: components["schemas"]["Session"] | null;
            /**
             * @description `signed_in` or `second_factor`.
             * @example signed_in
             */
            state: string;
            /** @description To be shown with the second factor, within five minutes. */
            ticket?: string | null;
        };
        /** @description What is to be tried. */
        SimulateRouting: {
            load: components["schemas"]["SimulatedLoad"];
            /** @description The first are what the others are compared with. */
            rules: components["schemas"]["SimulatedRules"][];
            /**
             * Format: int32
             * @description Each has its own chance; more runs make the errors smaller.
             */
            runs: number;
        };
        /** @description One class under one set of rules. */
        SimulatedClass: components["schemas"]["SimulatedFigures"] & {
            difference?: components["schemas"]["SimulatedFigures"] | null;
            hours: components["schemas"]["SimulatedHour"][];
            /** @example critical */
            name: string;
        };
        /** @description What is told of a class. Waits are of all who were answered or gave up. */
        SimulatedFigures: {
            abandoned_share: components["schemas"]["Estimate"];
            in_time_share: components["schemas"]["Estimate"];
            wait_mean_s: components["schemas"]["Estimate"];
            wait_p50_s: components["schemas"]["Estimate"];
            wait_p90_s: components["schemas"]["Estimate"];
            wait_p99_s: components["schemas"]["Estimate"];
        };
        /** @description One hour, by when contacts came. */
        SimulatedHour: {
            abandoned_share: components["schemas"]["Estimate"];
            /**
             * Format: double
             * @description On average.
             */
            contacts: number;
            /**
             * Format: int32
             * @description From 0.
             */
            hour: number;
            in_time_share: components["schemas"]["Estimate"];
            wait_mean_s: components["schemas"]["Estimate"];
        };
        /**
         * @description Who comes, and who is there. With `log`, who comes and how long it takes are the log's: leave out
         *     `contacts_per_hour`, `critical_share`, `hours` and `surge`. Without it they are needed.
         */
        SimulatedLoad: {
            /**
             * Format: int32
             * @description What a seat can have at once: 1 where the load is drawn, 3 where it is a log.
             */
            capacity_units?: number | null;
            /** Format: double */
            contacts_per_hour?: number | null;
            /**
             * Format: int32
             * @description So many of the seats can take critical work.
             */
            critical_seats?: number;
            /** Format: double */
            critical_share?: number | null;
            /** Format: double */
            hours?: number | null;
            /**
             * Format: int32
             * @description Answered within this is answered in time; 20 s where it is absent.
             */
            in_time_s?: number | null;
            log?: components["schemas"]["SimulatedLog"] | null;
            /**
             * Format: double
             * @description After how long people give up, on average. A log does not say it: it is drawn.
             */
            patience_mean_s: number;
            /**
             * Format: int32
             * @description Needed where there are no `teams`.
             */
            seats?: number;
            /**
             * Format: double
             * @description With a log: for those whose handling is not known.
             */
            service_mean_s?: number | null;
            surge?: components["schemas"]["SimulatedSurge"] | null;
            /** @description For a log whose languages and skills matter; without them only critical work needs a skill. */
            teams?: components["schemas"]["SimulatedTeam"][];
        };
        /** @description A period of the desk's own log, at most 31 days. */
        SimulatedLog: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
        };
        /** @description One set of rules. */
        SimulatedResult: {
            /** @description `critical`, then `other`. */
            classes: components["schemas"]["SimulatedClass"][];
            rules: components["schemas"]["SimulatedRules"];
        };
        /** @description Rules to try. */
        SimulatedRules: {
            /** Format: int32 */
            ageing_points_per_minute: number;
            /**
             * Format: int32
             * @description Matters in a log, where contacts have the scores they had.
             */
            critical_from_points: number;
            /** Format: int32 */
            reserved_seats: number;
        };
        /** @description More contacts than usual, for a while. */
        SimulatedSurge: {
            /** Format: double */
            begins_hour: number;
            /** Format: double */
            factor: number;
            /** Format: double */
            lasts_minutes: number;
        };
        /** @description Seats of one sort. */
        SimulatedTeam: {
            /** Format: int32 */
            capacity_units?: number | null;
            /** Format: int32 */
            seats: number;
            /** @description Such as `fraud` or `language:sv`. */
            skills?: string[];
        };
        /** @description What the rules would do. */
        Simulation: {
            /**
             * Format: int64
             * @description Contacts of all runs of one set of rules.
             */
            contacts: number;
            results: components["schemas"]["SimulatedResult"][];
        };
        /** @description A promise. */
        SlaClock: {
            breached: boolean;
            due_at: components["schemas"]["Instant"];
            /**
             * @description `first_response`, `next_response` or `resolution`.
             * @example first_response
             */
            kind: string;
            met_at?: components["schemas"]["Instant"] | null;
        };
        /** @description Until when. */
        SnoozeConversation: {
            until: components["schemas"]["Instant"];
        };
        /**
         * @description Who said or did it.
         * @enum {string}
         */
        Speaker: "customer" | "ai" | "person" | "system";
        /**
         * @description Which decision was made.
         * @enum {string}
         */
        Stage: "review" | "final";
        /** @description What is owed is split anew. */
        StartHardship: {
            /**
             * Format: int32
             * @description Into how many parts.
             */
            parts: number;
        };
        /** @description What a document shows, as typed facts. Amounts are minor units of the order's currency. */
        StatedFacts: {
            /** @default null */
            address?: components["schemas"]["Address"] | null;
            /**
             * Format: int64
             * @default null
             */
            amount_minor?: number | null;
            /** @default null */
            carrier?: string | null;
            /** @default null */
            delivered_at?: components["schemas"]["Instant"] | null;
            /** @default null */
            recipient?: string | null;
            /**
             * Format: int64
             * @default null
             */
            refunded_minor?: number | null;
            /** @default null */
            returned_at?: components["schemas"]["Instant"] | null;
            /** @default null */
            shipped_at?: components["schemas"]["Instant"] | null;
            /** @default null */
            tracking_id?: string | null;
        };
        /** @description What the customer says. */
        Statement: {
            /**
             * @description The declaration that the customer did not make an unauthorised purchase.
             * @default false
             */
            declared?: boolean;
            /** @default null */
            merchant_contacted_at?: components["schemas"]["Instant"] | null;
            /** @default null */
            merchant_said?: string | null;
            /**
             * Format: int64
             * @description The amount that would be right, for an incorrect amount; minor units of the order's currency.
             * @default null
             */
            right_amount_minor?: number | null;
            /**
             * @description In the customer's own words.
             * @default
             * @example It never came.
             */
            text?: string;
        };
        /** @description A rule of law that the service keeps. */
        Statute: {
            citations: string[];
            /** @description Every figure was read in a source. */
            confirmed: boolean;
            /** @description On where it applies, or only where a deployment opts in. */
            default_on: boolean;
            /**
             * @description `R1` to `R18`.
             * @example R6
             */
            id: string;
            scopes: components["schemas"]["Scope"][];
            title: string;
            unconfirmed: string[];
        };
        /**
         * @description How firm a rule is.
         * @enum {string}
         */
        StatuteStatus: "in_force" | "adopted" | "proposed" | "not_adopted" | "withdrawn";
        /**
         * @description What became of a request to stop a risky order.
         * @enum {string}
         */
        StopState: "none" | "requested" | "unanswered" | "cancelled" | "shipped_before" | "shipped_after";
        /**
         * @description The finer statement inside a reason.
         * @enum {string}
         */
        SubIssue: "unspecified" | "never_arrived" | "partly_arrived" | "wrong_address" | "not_at_pickup_point" | "missed_pickup" | "refused_delivery" | "damaged" | "wrong_item" | "counterfeit" | "not_working" | "return_not_credited" | "cancelled_not_credited" | "wrong_price" | "discount_missing" | "paid_merchant_directly";
        /** @description The replies that are suggested for where a conversation stands. */
        Suggested: {
            /** @description Whether an assistant is connected: without one, only blocks of text are suggested. */
            has_assistant: boolean;
            /**
             * Format: int64
             * @description The customer's message that they answer; absent where a person answered all.
             */
            message_seq?: number | null;
            /** @description The best first. */
            suggestions: components["schemas"]["Suggestion"][];
        };
        /** @description What a person may do with it, under their own authority. */
        SuggestedAct: {
            act: components["schemas"]["NextAct"];
            order_id?: string | null;
            /** @description In your language. */
            what: string;
        };
        /** @description A reason that the customer's words speak of. */
        SuggestedReason: {
            /** @description The words that speak for it most. */
            because: string[];
            /**
             * Format: float
             * @description 0 to 1, calibrated.
             */
            probability: number;
            reason: components["schemas"]["Reason"];
        };
        /** @description A conversation worth a look. */
        SuggestedReview: {
            agent_name?: string | null;
            conversation_id: components["schemas"]["ConversationId"];
            /** @example 7F3K-9QDM */
            number: string;
            resolved_at: components["schemas"]["Instant"];
            user_id?: components["schemas"]["PrincipalId"] | null;
            why: components["schemas"]["ReviewReason"][];
        };
        /** @description A suggested reply. Somebody wrote it beforehand, with facts in its places; no model did. */
        Suggestion: {
            act?: components["schemas"]["SuggestedAct"] | null;
            basis: components["schemas"]["SuggestionBasis"];
            /**
             * Format: double
             * @description 0 to 1; what it is worth, `basis` says.
             */
            confidence?: number | null;
            kind: components["schemas"]["SuggestionKind"];
            /**
             * @description BCP 47: the customer's.
             * @example sv
             */
            language: string;
            /** Format: int64 */
            message_seq: number;
            /**
             * Format: int64
             * @description From 1, per conversation.
             */
            number: number;
            outcome: components["schemas"]["SuggestionOutcome"];
            sources: components["schemas"]["SuggestionSource"][];
            /** @description May be empty where there is an act alone. */
            text: string;
            /**
             * Format: int64
             * @description Words put in, left out or changed before it was sent.
             */
            words_changed?: number | null;
        };
        /**
         * @description What stands behind `confidence`: `calibrated` is a probability that the customer wants this; `coverage`
         *     how much of their words the passage holds, `words` how many words both have in common: no
         *     probabilities; `at_work` has no figure.
         * @enum {string}
         */
        SuggestionBasis: "calibrated" | "coverage" | "words" | "at_work";
        /** @description How often suggestions of one kind were used for one intent. */
        SuggestionFigure: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            edited: number;
            /**
             * @description What the customer wanted; absent where it was not recognised.
             * @example late_fee_waiver
             */
            intent?: string | null;
            kind: components["schemas"]["SuggestionKind"];
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            shown: number;
            used_interval?: components["schemas"]["ShareInterval"] | null;
            /**
             * Format: double
             * @description Sent, as it was or edited, of all that were shown.
             */
            used_share?: number | null;
            /**
             * Format: double
             * @description Words changed of an edited one, on average.
             */
            words_changed?: number | null;
        };
        /**
         * @description What a suggestion was made of: what the assistant's procedure would say, a passage of the help centre
         *     word for word, or a block of text of the desk.
         * @enum {string}
         */
        SuggestionKind: "procedure" | "article" | "macro";
        /**
         * @description What became of a suggestion.
         * @enum {string}
         */
        SuggestionOutcome: "shown" | "accepted" | "edited" | "rejected";
        /** @description Where a suggestion comes from. */
        SuggestionSource: {
            label: string;
            /**
             * @description A procedure with its version, a passage with its article and version, or a block of text.
             * @example late_fees@1#3
             */
            ref: string;
        };
        /** @description A need as it is kept. It is shown to the desk and to its customer, and is no input to any decision. */
        SupportNeed: {
            consent_at: components["schemas"]["Instant"];
            created_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Actor"];
            id: components["schemas"]["SupportNeedId"];
            need: components["schemas"]["Need"];
            /** @description What to do; never a diagnosis. */
            note?: string | null;
            purpose: string;
            /** @description When somebody asks whether it still holds. */
            review_on: components["schemas"]["Date"];
        };
        /**
         * Format: uuid
         * @description Something a customer needs in order to be served well.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        SupportNeedId: string;
        /** @description Tags to put on and take off. */
        TagConversation: {
            add?: string[];
            remove?: string[];
        };
        /** @description A record that was taken in. */
        TakenRecord: {
            order_id?: components["schemas"]["OrderId"] | null;
            outcome: components["schemas"]["FeedOutcome"];
        };
        /** @description A task. */
        Task: {
            assignee?: components["schemas"]["PrincipalId"] | null;
            closed_at?: components["schemas"]["Instant"] | null;
            conversation_id?: components["schemas"]["ConversationId"] | null;
            created_at: components["schemas"]["Instant"];
            customer_id?: components["schemas"]["CustomerId"] | null;
            customer_name?: string | null;
            /** @description Why a person is needed, and what belongs to it. */
            details: Record<string, unknown>;
            dispute_id?: components["schemas"]["DisputeId"] | null;
            due_at: components["schemas"]["Instant"];
            id: components["schemas"]["TaskId"];
            /**
             * @description Such as `decide`, `human_review` or `approve_request`; expect kinds that you do not know.
             * @example decide
             */
            kind: string;
            /**
             * @description The conversation's number.
             * @example 7F3K-9QDM
             */
            number?: string | null;
            order_id?: components["schemas"]["OrderId"] | null;
            /**
             * @description `open`, `claimed` or `closed`.
             * @example open
             */
            state: string;
        };
        /** @description How many tasks of a kind are open. */
        TaskCount: {
            /** @example decide */
            kind: string;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
        };
        /**
         * Format: uuid
         * @description A task for a person.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        TaskId: string;
        /**
         * @description A tenant.
         * @example demo
         */
        TenantId: string;
        /**
         * @description Where the words of a document come from.
         * @enum {string}
         */
        TextSource: "pdf_text" | "ocr" | "email";
        /** @description What became of a notice by text message. */
        TextedNotice: {
            /**
             * @description `not_configured`: there is no provider of text messages.
             * @example not_configured
             */
            state: string;
        };
        /**
         * @description What something is.
         * @enum {string}
         */
        TimelineKind: "order" | "due" | "payment" | "fee" | "refund" | "payout" | "return" | "dispute_opened" | "decision" | "dispute_closed" | "conversation" | "call" | "cobrowse" | "complaint" | "support_need" | "notice";
        /**
         * Format: uuid
         * @description A clock.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        TimerId: string;
        /**
         * @description What a clock is for.
         * @enum {string}
         */
        TimerKind: "dialogue_ends" | "evidence_due" | "decide_due" | "review_due" | "appeal_due" | "final_review_due" | "proposal_due" | "provisional_credit_due" | "return_pause_ends" | "instalment";
        /** @description A session whose secret is in the answer: for the widget and for apps. */
        TokenSession: {
            session: components["schemas"]["Session"];
            /**
             * @description Shown now and never again.
             * @example ombud_ss_…
             */
            token: string;
        };
        /** @description Of what a customer is told by one way. */
        Told: {
            case_updates: boolean;
            messages: boolean;
            payment_due: boolean;
        };
        /** @description What an authenticator app is set up with. */
        TotpSetup: {
            /** @description For a picture that the app reads. */
            otpauth_url: string;
            /** @description base32, for typing. */
            secret: string;
        };
        /** @description Who is to go on with it. */
        TransferCobrowsing: {
            /** @description Of the desk. */
            user_id: components["schemas"]["PrincipalId"];
        };
        /** @description To whom a conversation goes. */
        TransferConversation: {
            /** Format: int64 */
            assignment_version: number;
            /** @description What the next one must know. */
            note?: string;
            /** @description To whoever can do this. */
            skills?: string[];
            user_id?: components["schemas"]["PrincipalId"] | null;
        };
        /**
         * @description What to translate: a `message`, by its number, into your language; or a `draft`, words that you have not
         *     sent, into the customer's.
         * @example {
         *       "what": "message",
         *       "seq": 8
         *     }
         */
        TranslateWords: {
            /** Format: int64 */
            seq: number;
            /** @enum {string} */
            what: "message";
        } | {
            text: string;
            /** @enum {string} */
            what: "draft";
        };
        /** @description What came of it. */
        Translated: {
            /** @description Whether there is a language model that translates. */
            available: boolean;
            translation?: components["schemas"]["Translation"] | null;
        };
        /**
         * @description A translation, made by a machine: show it beside its source, and say so. Its figures were held against
         *     those of its source, its meaning was not.
         */
        Translation: {
            checked: components["schemas"]["TranslationCheck"];
            /** @description In what it is not as its source. Where there is anything, say so beside it. */
            differs: components["schemas"]["TranslationDifference"][];
            /**
             * @description BCP 47: of the source, as it was recognised.
             * @example sv
             */
            from: string;
            /**
             * Format: int64
             * @description The message; absent for words that were not sent.
             */
            message_seq?: number | null;
            /**
             * @description The operator's name of the model.
             * @example local
             */
            model: string;
            /**
             * @description Absent where it was refused: words for a customer of which `differs` names anything, and whatever is
             *     far too long or holds characters that are not seen.
             */
            text?: string | null;
            /** @example en */
            to: string;
        };
        /**
         * @description What was held against the source: `all` are numbers and dates in digits and in words, amounts, links and
         *     codes; `digits` are digits, links and codes alone, where words of one of the languages are not known.
         * @enum {string}
         */
        TranslationCheck: "all" | "digits";
        /** @description What translations cost in one currency. */
        TranslationCost: {
            /**
             * Format: int64
             * @description How often a model was asked; of it, how often what it said was shown with a warning, or not shown, or
             *     there was nothing.
             */
            asked: number;
            /** @example EUR */
            currency: string;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            flagged: number;
            /**
             * Format: int64
             * @description Millionths of the currency's minor unit.
             */
            micros: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            tokens_in: number;
            /** Format: int64 */
            tokens_out: number;
        };
        /**
         * @description In what a translation is not as its source: an amount, a number or a length of time; a date; a link or
         *     a code; it is empty or far longer; it has characters that are not seen.
         * @enum {string}
         */
        TranslationDifference: "number" | "date" | "link" | "length" | "hidden";
        /** @description Translations of a conversation's messages that were made before. */
        Translations: {
            /** @description Whether there is a language model that translates. */
            available: boolean;
            /** @description The newest first. */
            translations: components["schemas"]["Translation"][];
        };
        /** @description A first look at a dispute: advice for whoever works on it. No decision looks at it. */
        Triage: {
            /** @description The gravest first. */
            causes: components["schemas"]["UrgencyCause"][];
            deadline_at?: components["schemas"]["Instant"] | null;
            /** @description How complete each party's evidence is. */
            evidence: components["schemas"]["EvidenceStanding"][];
            /** @description What is heard in the customer's words, such as `hardship`. */
            heard: string[];
            /** @description Cases that belong to this one, the surest first. */
            linked: components["schemas"]["LinkedDispute"][];
            /** @description Decided cases that are like it, the likest first. */
            past: components["schemas"]["PastDispute"][];
            /** @description What was read from each file. */
            readings: components["schemas"]["EvidenceReading"][];
            /** @description What the customer's words most likely speak of, the likeliest first. */
            reasons: components["schemas"]["SuggestedReason"][];
            urgency: components["schemas"]["Urgency"];
            /** @description Items with a file that is still to be read. */
            waiting: components["schemas"]["EvidenceId"][];
        };
        /** @description The sums over all accounts. */
        TrialBalance: {
            /** @description Debits equal credits in every currency. */
            balanced: boolean;
            sums: components["schemas"]["CurrencySum"][];
        };
        /** @description A flag in the local part of a sandbox customer's e-mail address. */
        Trigger: {
            about: string;
            /** @example dispute_merchant_silent */
            flag: string;
        };
        /** @description What a person said that a message meant. */
        TurnReview: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["PrincipalId"];
            by_name: string;
            intents: string[];
            note?: string | null;
            /** @description The assistant took it for one of these. */
            right: boolean;
        };
        /**
         * @description Why a file was not read.
         * @enum {string}
         */
        UnreadReason: "no_ocr" | "ocr_failed" | "no_words" | "too_large" | "packing" | "locked" | "broken" | "other_format";
        /** @description A file to send in a conversation: JPEG, PNG or PDF, at most 7 MB. */
        UploadFile: {
            content_base64: string;
            /** @example image/jpeg */
            media_type: string;
            /** @example receipt.jpg */
            name: string;
        };
        /**
         * @description How soon somebody should look.
         * @enum {string}
         */
        Urgency: "normal" | "soon" | "urgent";
        /**
         * @description What makes a case urgent.
         * @enum {string}
         */
        UrgencyCause: "overdue" | "due_today" | "due_soon" | "vulnerable" | "support_need" | "legal_threat" | "large_amount" | "waits_for_person";
        /** @description A person who signs in: of the desk, or of a merchant. */
        User: {
            availability?: components["schemas"]["SeatState"] | null;
            /**
             * Format: int64
             * @description How much work at the same time.
             */
            capacity_units?: number | null;
            /** @description The name of the custom role. */
            custom_role?: string | null;
            /**
             * @description Absent for whoever neither leads, watches nor manages, as is all that follows but `role` and
             *     `availability`.
             */
            email?: string | null;
            id: components["schemas"]["UserId"];
            languages?: string[] | null;
            last_seen_at?: components["schemas"]["Instant"] | null;
            merchant_id?: components["schemas"]["MerchantId"] | null;
            name: string;
            role: components["schemas"]["Role"];
            /** @description More than a password is asked for. */
            second_factor?: boolean | null;
            skills?: string[] | null;
            /**
             * @description `invited`, `active` or `disabled`.
             * @example active
             */
            state: string;
        };
        /**
         * Format: uuid
         * @description A person who signs in: of the desk, or of a merchant.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        UserId: string;
        /** @description Somebody whom nobody knows. */
        VisitorSignIn: {
            locale?: string | null;
            tenant?: components["schemas"]["TenantId"] | null;
        };
        /** @description A late fee is given up. */
        WaiveFee: {
            /**
             * Format: int32
             * @description Which fee; 1 is the first.
             */
            fee: number;
        };
        /** @description An endpoint, without its secrets. */
        Webhook: {
            /** @description Deliveries are made. */
            active: boolean;
            created_at: components["schemas"]["Instant"];
            development: boolean;
            disabled_reason?: string | null;
            id: components["schemas"]["WebhookId"];
            merchant_id?: components["schemas"]["MerchantId"] | null;
            topics: string[];
            updated_at: components["schemas"]["Instant"];
            url: string;
        };
        /**
         * Format: uuid
         * @description A webhook endpoint.
         * @example 01930d1c-8f00-7000-8000-000000000000
         */
        WebhookId: string;
        /** @description What an endpoint can be told of. */
        WebhookTopic: {
            about: string;
            /** @example dispute.opened */
            name: string;
        };
        /**
         * @description A day of the week.
         * @enum {string}
         */
        Weekday: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        /** @description An intent that was understood less often than by the measurement before. */
        WorseIntent: {
            intent: string;
            is: components["schemas"]["RightOf"];
            was: components["schemas"]["RightOf"];
        };
        /** @description A conversation worth a look. */
        WorthLook: {
            at: components["schemas"]["Instant"];
            conversation_id: components["schemas"]["ConversationId"];
            /** @description What was taken off, and how often it happened. */
            faults: {
                [key: string]: number;
            };
            intent: string;
            language: string;
            /**
             * Format: double
             * @description How likely the first intent was, 0 to 1.
             */
            likely: number;
            /**
             * Format: double
             * @description How alike its draft was to what a person then said, 0 to 1.
             */
            likeness?: number | null;
            market: string;
            mode: components["schemas"]["AssistantMode"];
            /**
             * @description What people call it.
             * @example 7F3K-9QDM
             */
            number: string;
            /**
             * Format: int64
             * @description 0 to 100, where the assistant answered.
             */
            score?: number | null;
            why: components["schemas"]["LookReason"][];
        };
        /** @description A note among the desk. */
        WriteNote: {
            /** @description Your own id: sent again, the note is there once. */
            client_id: string;
            /** @description Who is to look at it. */
            mentions?: components["schemas"]["PrincipalId"][];
            text: string;
        };
        /**
         * @description A scorecard to write.
         * @example {
         *       "scores": {
         *         "acknowledged": 4,
         *         "correct": 5,
         *         "no_repeat": 5,
         *         "next_step": 3,
         *         "tone": 4
         *       },
         *       "comment": "Say by when the money is there."
         *     }
         */
        WriteScorecard: {
            comment?: string | null;
            /** @description Every criterion of the rubric, each from 1 to 5. */
            scores: {
                [key: string]: number;
            };
        };
    };
    responses: {
        /** @description The request cannot be understood: `code` and `field` say what is wrong. */
        KlarnaProblem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description No valid API key or session; at sign-in, a proof that was not believed. */
        KlarnaProblem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description The key's role may not do this. */
        KlarnaProblem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description There is nothing here that this key may see. */
        KlarnaProblem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description It does not fit the present state, or a request with this key is still running. */
        KlarnaProblem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description The body is too large. */
        KlarnaProblem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description The body is not application/json. */
        KlarnaProblem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description Something failed on our side; the request was not carried out. */
        KlarnaProblem500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description Not now: wait as `Retry-After` says and repeat. */
        KlarnaProblem503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["KlarnaError"];
            };
        };
        /** @description The request cannot be understood: `code` and `field` say what is wrong. */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid API key or session; at sign-in, a proof that was not believed. */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key's role may not do this. */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing here that this key may see. */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit the present state, or a request with this key is still running. */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not application/json. */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Understood, and against the rules; or the key was used for another request. */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many attempts: wait as `Retry-After` says. */
        Problem429: {
            headers: {
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something failed on our side; the request was not carried out. */
        Problem500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not now: wait as `Retry-After` says and repeat. */
        Problem503: {
            headers: {
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyAsked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepPasskey"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpSetup"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTotp"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                api_key_id: components["schemas"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_control: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantControl"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_control: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeControl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlSettings"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_control_versions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlSettings"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_evaluations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantEvaluation"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantEvaluation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_procedures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProceduresInForce"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_procedures: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeProcedures"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_results: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days later. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantResults"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_worth_a_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorthLook"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_reviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_turns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationTurns"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    review_turn: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewTurn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reviewed"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    upload_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadFile"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    download_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attachment_id: components["schemas"]["AttachmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    make_checkpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkpoint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_audit_entries: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntry"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_asset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: components["schemas"]["Sha256"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_blind_spots: {
        parameters: {
            query?: {
                /** @description Asked for from then on; 90 days ago when absent. */
                from?: string;
                /** @description Asked for before then. */
                to?: string;
                /** @description Of this page. */
                page?: string;
                /** @description `open`, `proposed`, `released` or `dismissed`. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlindSpot"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    dismiss_blind_spot: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                blind_spot_id: components["schemas"]["Sha256"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissBlindSpot"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlindSpot"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_blind_spot: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                blind_spot_id: components["schemas"]["Sha256"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeBlindSpot"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionDraft"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    claim_cobrowse_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimCode"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_figures: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days after `from`. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseFigures"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    follow_cobrowse_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowLink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseJoined"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_redaction_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionPolicy"] | null;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_redaction_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeRedactionPolicy"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionProposed"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_redaction_history: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    narrow_redaction_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedactionNarrowing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionPolicy"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decline_redaction_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactionDeclined"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_cobrowse_recordings: {
        parameters: {
            query?: {
                customer_id?: string;
                /** @description Who was first to join. Not together with a customer. */
                user_id?: string;
                /** @description Begun then, or later. */
                from?: string;
                /** @description Not included. */
                to?: string;
                /** @description Why the session ended. */
                ended_why?: "customer" | "agent" | "log_out" | "idle" | "away" | "violation" | "policy" | "time";
                /** @description Whether anything was done by remote control. */
                controlled?: boolean;
                /** @description Whether a legal hold keeps it. */
                held?: boolean;
                reviewed?: boolean;
                /** @description Of the newest review. */
                points_min?: number;
                points_max?: number;
                length_ms_min?: number;
                length_ms_max?: number;
                /** @description Whether it can still be watched. */
                readable?: boolean;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CobrowseRecording"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_cobrowse_reviews: {
        parameters: {
            query?: {
                /** @description Of whose work; of yours, or of everybody's where you may read those, when absent. */
                user_id?: string;
                from?: string;
                /** @description Not included. */
                to?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CobrowseReview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_agreement: {
        parameters: {
            query?: {
                from?: string;
                /** @description Not included. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseAgreement"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_card: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseCard"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    answer_cobrowse_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                scorecard_id: components["schemas"]["ScorecardId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerCobrowseReview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseReview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_seat_by_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatByToken"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseJoined"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_asset_from_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: components["schemas"]["Sha256"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_cobrowse_sessions: {
        parameters: {
            query?: {
                customer_id?: string;
                conversation_id?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_cobrowsing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginCobrowsing"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowsingBegun"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_cobrowse_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_cobrowsing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    join_cobrowsing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseJoined"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    link_to_cobrowse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseLink"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    renew_cobrowse_place: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowsePlace"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    watch_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    shred_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody reads it any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    hold_cobrowse_recording: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldRecording"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldRecording"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    verify_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseProof"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_cobrowse_watches: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseWatch"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reviews_of_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseReview"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    review_cobrowse_recording: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewCobrowseRecording"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseReview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_cobrowse_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseJoined"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    transfer_cobrowsing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cobrowse_id: components["schemas"]["CobrowseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferCobrowsing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_cobrowse_socket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The protocol of docs/cobrowse.md */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_company: {
        parameters: {
            query?: {
                /** @description The only one of the deployment when absent. */
                tenant?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["Problem400"];
            /** @description There is no such company */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_company: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCompany"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_complaints: {
        parameters: {
            query?: {
                state?: "open" | "answered" | "closed" | "withdrawn";
                customer_id?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenComplaint"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_complaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    acknowledge_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    answer_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerComplaint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnsweredComplaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    close_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseComplaint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    delay_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelayComplaint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    draft_complaint_letter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftComplaintLetter"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintDraft"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdraw_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                complaint_id: components["schemas"]["ComplaintId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    receive_adyen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: components["schemas"]["TenantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedEvents"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    receive_paypal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: components["schemas"]["TenantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedEvents"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    receive_stripe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: components["schemas"]["TenantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedEvents"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_conversations: {
        parameters: {
            query?: {
                /** @description `all` when absent. */
                view?: "mine" | "mentions" | "waiting" | "unassigned" | "open" | "snoozed" | "resolved" | "critical" | "complaints" | "all";
                customer_id?: string;
                /**
                 * @description Words that were all written in it: in messages, notes, its subject, number or tags, or in the
                 *     customer's name or id, or the order's. Without case and accents; the last may be a beginning.
                 *     Only the desk searches. What was just said is found a moment later.
                 */
                q?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_conversation: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenConversation"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    accept_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenAssignment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_suggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptSuggestion"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_brief: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brief"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ask_for_call_back: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallBackRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_call_back: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_call_back: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    invite_to_cobrowse: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CobrowseSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rate_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RateConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decline_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenAssignment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_conversation_events: {
        parameters: {
            query?: {
                /** @description Those after this number, from old to new. */
                after?: number;
                /** @description Those before this number, from new to old. */
                before?: number;
                /** @description How many, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationEvents"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    hand_over: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ask_for_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskForPerson"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    link_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    merge_conversation: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    send_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidMessage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    write_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidMessage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    release_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reopen_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resolve_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    return_to_assistant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenFloor"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    write_scorecard: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteScorecard"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scorecard"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    mark_seen: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkSeen"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    snooze_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    suggest_replies: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggested"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    settle_suggestion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleSuggestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestion"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    tag_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenAssignment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_over_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenAssignment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    transfer_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferConversation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_translations: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Translations"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    translate_words: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranslateWords"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Translated"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_scheduled_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                conversation_id: components["schemas"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelScheduled"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    tell_of_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CtiEvent"];
                "application/x-www-form-urlencoded": components["schemas"]["CtiEvent"];
                "multipart/form-data": components["schemas"]["CtiEvent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CtiAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    tell_of_call_by_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An API key that may tell of calls. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CtiEvent"];
                "application/x-www-form-urlencoded": components["schemas"]["CtiEvent"];
                "multipart/form-data": components["schemas"]["CtiEvent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CtiAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    erase_customer: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer's records, by kind. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notifications"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_support_needs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupportNeed"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_support_need: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSupportNeed"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupportNeed"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_support_need: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
                support_need_id: components["schemas"]["SupportNeedId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_support_need: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
                support_need_id: components["schemas"]["SupportNeedId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSupportNeed"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupportNeed"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_timeline: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                customer_id: components["schemas"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TimelineEntry"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    explain_decision: {
        parameters: {
            query?: {
                /** @description The desk may ask what another would be told; a party is told what concerns it. */
                audience?: "customer" | "merchant" | "agent";
                /** @description Of the customer's text: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                decision_id: components["schemas"]["DecisionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_availability: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAvailability"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seat"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_conversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationCounts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_hours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskHours"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_hours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeHours"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskHours"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_report: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days after `from`. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_report: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days after `from`. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_report_rows: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days after `from`. */
                to: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReportRow"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_suggestion_figures: {
        parameters: {
            query: {
                from: string;
                /** @description Not included; at most 366 days after `from`. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionFigure"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_seats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seats"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: components["schemas"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_disputes: {
        parameters: {
            query?: {
                state?: "draft" | "dialogue" | "evidence" | "review" | "preliminary" | "final_review" | "closed";
                reason?: "not_received" | "not_as_described" | "refund_not_processed" | "incorrect_amount" | "already_paid" | "unauthorised" | "high_risk" | "non_compliance" | "non_guaranteed_program" | "duplicate" | "other";
                merchant_id?: string;
                customer_id?: string;
                /** @description Only those that wait for a person. */
                needs_person?: boolean;
                /** @description Opened at or after. */
                opened_from?: string;
                /** @description Opened before. */
                opened_until?: string;
                /** @description Changed at or after. */
                updated_from?: string;
                /** @description Changed before. */
                updated_until?: string;
                /** @description Closed at or after; shows closed disputes only. */
                closed_from?: string;
                /** @description Closed before; shows closed disputes only. */
                closed_until?: string;
                /** @description Only those with a deadline before. */
                deadline_before?: string;
                /** @description Only where the merchant can do this now. */
                merchant_action?: "respond" | "appeal";
                /** @description Only those that somebody at the shop looks after. */
                assignee?: string;
                /** @description Only those of one order. */
                q?: string;
                /** @description The newest first when absent. */
                order_by?: "newest" | "deadline";
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DisputeSummary"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_dispute: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenDispute"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_dispute: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    accept_loss: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    appeal: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeAppeal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ask_more: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskMore"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    assign_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignDispute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeSummary"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decide"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_dispute_decisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_evidence: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddEvidence"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    confirm_facts: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
                evidence_id: components["schemas"]["EvidenceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmFacts"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    answer_fact: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
                evidence_id: components["schemas"]["EvidenceId"];
                field: components["schemas"]["FactField"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerFact"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceReading"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    download_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
                evidence_id: components["schemas"]["EvidenceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes of the file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    claim_exemption: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimExemption"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    approve_exemption: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    explain_dispute: {
        parameters: {
            query?: {
                /** @description The desk may ask what another would be told; a party is told what concerns it. */
                audience?: "customer" | "merchant" | "agent";
                /** @description Of the customer's text: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description There is no decision yet: `detail` says where it stands. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extend_deadline: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendDeadline"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_dispute_notices: {
        parameters: {
            query?: {
                /**
                 * @description A BCP 47 tag such as `sv` or `en-GB`; the reader's own language when absent.
                 * @example sv
                 */
                language?: string;
            };
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    outlook_of_dispute: {
        parameters: {
            query?: {
                /** @description Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent. */
                language?: string;
            };
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    answer_proposal: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerProposal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    represent: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Represent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resolve_at_once: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveAtOnce"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    request_review: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestReview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    triage_of_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Triage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    post_record: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "refund",
                 *       "id": "ref-1",
                 *       "at": "2026-11-21T09:30:00Z",
                 *       "order_id": "ord-1001",
                 *       "amount_minor": 500
                 *     }
                 */
                "application/json": components["schemas"]["Record"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenRecord"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    post_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Record"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_import: {
        parameters: {
            query: {
                /** @description The name of its source, such as `jsonl:orders.jsonl`. */
                source: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_incidents: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_incident: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenIncident"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_balances: {
        parameters: {
            query?: {
                /** @description Accounts whose name begins so: `m_pay:` for what is owed to merchants. */
                prefix?: string;
                /** @description 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sum_payouts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutSum"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_statement: {
        parameters: {
            query: {
                /**
                 * @description The account's whole name.
                 * @example cash
                 */
                account: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Lines of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StatementLine"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_trial_balance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_macros: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_macro: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMacro"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    delete_macro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                macro_id: components["schemas"]["MacroId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_macro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                macro_id: components["schemas"]["MacroId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMacro"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    render_macro: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                macro_id: components["schemas"]["MacroId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenderMacro"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedMacro"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    receive_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboundMail"];
                "message/rfc822": number[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailResult"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_merchants: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Merchant"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_merchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merchant_id: components["schemas"]["MerchantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_merchant_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merchant_id: components["schemas"]["MerchantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantSettings"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_merchant_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merchant_id: components["schemas"]["MerchantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMerchantSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantSettings"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_orders: {
        parameters: {
            query?: {
                /** @description Of one merchant. */
                merchant_id?: string;
                /** @description Of one customer; not together with `merchant_id`. */
                customer_id?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OrderSummary"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderFile"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_order_disputes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeSummary"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_order_entries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntry"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_order_events: {
        parameters: {
            query?: {
                /** @description Events after this sequence number; from the first when absent. */
                after_seq?: number;
            };
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderEvent"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    give_goodwill: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Give"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Given"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    report_chargeback: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportChargeback"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderFile"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    report_outcome: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                network_dispute_id: components["schemas"]["NetworkDisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportOutcome"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderFile"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    release_held: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                payment_id: components["schemas"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Release"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Given"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_order_payouts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutView"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_order_plans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extend_plan: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendPlan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    start_hardship: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartHardship"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    plan_options: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanOptions"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pause_plan: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PausePlan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pay_plan: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayPlan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentUnderWay"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    waive_fee: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
                plan_id: components["schemas"]["PlanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaiveFee"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    give_refund: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Give"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Given"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    replay_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    report_return: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                order_id: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportReturn"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySummary"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposePolicy"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_active_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivePolicy"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    activate_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activated"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    preview_act: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_requests: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    approve_request: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderFile"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reject_request: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reject"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_returns: {
        parameters: {
            query?: {
                /** @description Of one merchant; a merchant sees its own anyway. */
                merchant_id?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OpenReturn"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomRole"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRole"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomRole"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: components["schemas"]["CustomRoleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRole"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomRole"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_routing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedRouting"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_routing: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeskRouting"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    simulate_routing: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulateRouting"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_clock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxClock"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    set_clock: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetClock"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxClock"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    advance_clock: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvanceClock"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advanced"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_triggers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trigger"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_scorecards: {
        parameters: {
            query?: {
                /** @description Of whose work; of yours, or of everybody's where you may read those, when absent. */
                user_id?: string;
                from?: string;
                /** @description Not included. */
                to?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Scorecard"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_rubric: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rubric"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    suggest_reviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestedReview"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description One's own when absent; another's needs `session.manage`. */
                user_id?: components["schemas"]["UserId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSession"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_settlements: {
        parameters: {
            query?: {
                /** @description Needed from everybody but the merchant itself. */
                merchant_id?: string;
                /** @description Booked at or after. */
                from?: string;
                /** @description Booked before. */
                to?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SettlementPaid"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskCode"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in_identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentitySignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in_methods: {
        parameters: {
            query?: {
                /** @description The deployment's own when absent. */
                tenant?: components["schemas"]["TenantId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethods"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_oidc: {
        parameters: {
            query?: {
                /** @description A path of our own; the desk when absent. */
                return_to?: string;
            };
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider's page. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_oidc: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
            };
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page that leads on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskPasskey"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyAsked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactor"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in_visitor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitorSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenSession"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_socket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The protocol of docs/realtime.md */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_statutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statute"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_tasks: {
        parameters: {
            query?: {
                /** @description `open` when absent. */
                state?: "open" | "claimed" | "closed";
                /** @description Such as `decide`. */
                kind?: string;
                assignee?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_tasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCount"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    claim_task: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    complete_task: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteTask"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    release_task: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                task_id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUser"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    disable_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    enable_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    invite_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_topics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTopic"][];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_webhook: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                webhook_id: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Items of a page, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                webhook_id: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Delivery"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["WebhookId"];
                delivery_id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithBody"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                webhook_id: components["schemas"]["WebhookId"];
                delivery_id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_webhook: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                webhook_id: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rotate_webhook_secret: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this operation: repeating the request with the same key has one effect and one answer. Keys are kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                webhook_id: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_seat_disputes: {
        parameters: {
            query?: {
                /** @description Repeated, or one with commas. */
                order_ids?: string[];
                /** @description As `order_ids`. */
                payment_transaction_ids?: string[];
                /** @description As `order_ids`. */
                purchase_references?: string[];
                /** @description INITIATED, REPRESENTMENT, PRE_ARBITRATION, ARBITRATION, CLOSED. */
                state?: string[];
                /** @description Such as INCORRECT_AMOUNT. */
                reason?: string[];
                /** @description RFC 3339. */
                created_at_start?: string;
                /** @description RFC 3339. */
                created_at_end?: string;
                /** @description RFC 3339. */
                closed_at_start?: string;
                /** @description RFC 3339. */
                closed_at_end?: string;
                /** @description RFC 3339. */
                updated_at_start?: string;
                /** @description RFC 3339. */
                updated_at_end?: string;
                /** @description created_at or closed_at; a minus in front for descending order. */
                sort_by?: string;
                size?: number;
                /** @description The `last_item` of a page. */
                starting_after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaDisputes"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    enrol_merchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merchant_id: components["schemas"]["MerchantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Enrolled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            409: components["responses"]["KlarnaProblem409"];
            413: components["responses"]["KlarnaProblem413"];
            415: components["responses"]["KlarnaProblem415"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    get_seat_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaDispute"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    accept_loss_at_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaAcceptedLoss"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            409: components["responses"]["KlarnaProblem409"];
            413: components["responses"]["KlarnaProblem413"];
            415: components["responses"]["KlarnaProblem415"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    appeal_at_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KlarnaAppeal"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaAppealMade"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            409: components["responses"]["KlarnaProblem409"];
            413: components["responses"]["KlarnaProblem413"];
            415: components["responses"]["KlarnaProblem415"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    upload_attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["KlarnaFileForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaNewAttachment"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            409: components["responses"]["KlarnaProblem409"];
            413: components["responses"]["KlarnaProblem413"];
            415: components["responses"]["KlarnaProblem415"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    download_attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
                attachment_id: components["schemas"]["EvidenceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes of the file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
    represent_at_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_dispute_id: components["schemas"]["DisputeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KlarnaRepresent"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KlarnaRepresented"];
                };
            };
            400: components["responses"]["KlarnaProblem400"];
            401: components["responses"]["KlarnaProblem401"];
            403: components["responses"]["KlarnaProblem403"];
            404: components["responses"]["KlarnaProblem404"];
            409: components["responses"]["KlarnaProblem409"];
            413: components["responses"]["KlarnaProblem413"];
            415: components["responses"]["KlarnaProblem415"];
            500: components["responses"]["KlarnaProblem500"];
            503: components["responses"]["KlarnaProblem503"];
        };
    };
}
export type AcceptInvitation = components['schemas']['AcceptInvitation'];
export type Activated = components['schemas']['Activated'];
export type ActivePolicy = components['schemas']['ActivePolicy'];
export type Actor = components['schemas']['Actor'];
export type ActorKind = components['schemas']['ActorKind'];
export type AddEvidence = components['schemas']['AddEvidence'];
export type Address = components['schemas']['Address'];
export type AdvanceClock = components['schemas']['AdvanceClock'];
export type Advanced = components['schemas']['Advanced'];
export type AnswerCobrowseReview = components['schemas']['AnswerCobrowseReview'];
export type AnswerComplaint = components['schemas']['AnswerComplaint'];
export type AnswerFact = components['schemas']['AnswerFact'];
export type AnswerProposal = components['schemas']['AnswerProposal'];
export type AnsweredComplaint = components['schemas']['AnsweredComplaint'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyId = components['schemas']['ApiKeyId'];
export type Appeal = components['schemas']['Appeal'];
export type AskCode = components['schemas']['AskCode'];
export type AskForPerson = components['schemas']['AskForPerson'];
export type AskMore = components['schemas']['AskMore'];
export type AskPasskey = components['schemas']['AskPasskey'];
export type AssignDispute = components['schemas']['AssignDispute'];
export type Assignee = components['schemas']['Assignee'];
export type Assignment = components['schemas']['Assignment'];
export type AssistantBand = components['schemas']['AssistantBand'];
export type AssistantControl = components['schemas']['AssistantControl'];
export type AssistantDay = components['schemas']['AssistantDay'];
export type AssistantEvaluation = components['schemas']['AssistantEvaluation'];
export type AssistantFigures = components['schemas']['AssistantFigures'];
export type AssistantMode = components['schemas']['AssistantMode'];
export type AssistantPart = components['schemas']['AssistantPart'];
export type AssistantResults = components['schemas']['AssistantResults'];
export type AssistantSuggestion = components['schemas']['AssistantSuggestion'];
export type AssistantTurn = components['schemas']['AssistantTurn'];
export type Attachment = components['schemas']['Attachment'];
export type AttachmentId = components['schemas']['AttachmentId'];
export type Audience = components['schemas']['Audience'];
export type Authenticity = components['schemas']['Authenticity'];
export type Balance = components['schemas']['Balance'];
export type BalanceChange = components['schemas']['BalanceChange'];
export type BatchResult = components['schemas']['BatchResult'];
export type BeginCobrowsing = components['schemas']['BeginCobrowsing'];
export type BlindSpot = components['schemas']['BlindSpot'];
export type BlindSpotDecision = components['schemas']['BlindSpotDecision'];
export type BooksAnswer = components['schemas']['BooksAnswer'];
export type BorneBy = components['schemas']['BorneBy'];
export type Brief = components['schemas']['Brief'];
export type BriefAnswer = components['schemas']['BriefAnswer'];
export type BriefDeadline = components['schemas']['BriefDeadline'];
export type BriefInShort = components['schemas']['BriefInShort'];
export type BriefSource = components['schemas']['BriefSource'];
export type BriefSourceKind = components['schemas']['BriefSourceKind'];
export type BriefStep = components['schemas']['BriefStep'];
export type CallBack = components['schemas']['CallBack'];
export type CallBackRequest = components['schemas']['CallBackRequest'];
export type CancelScheduled = components['schemas']['CancelScheduled'];
export type Cancellation = components['schemas']['Cancellation'];
export type Capture = components['schemas']['Capture'];
export type CaptureId = components['schemas']['CaptureId'];
export type ChangeAccount = components['schemas']['ChangeAccount'];
export type ChangeAvailability = components['schemas']['ChangeAvailability'];
export type ChangeCompany = components['schemas']['ChangeCompany'];
export type ChangeControl = components['schemas']['ChangeControl'];
export type ChangeHours = components['schemas']['ChangeHours'];
export type ChangeMacro = components['schemas']['ChangeMacro'];
export type ChangeMerchantSettings = components['schemas']['ChangeMerchantSettings'];
export type ChangePassword = components['schemas']['ChangePassword'];
export type ChangeRole = components['schemas']['ChangeRole'];
export type ChangeSupportNeed = components['schemas']['ChangeSupportNeed'];
export type ChangeUser = components['schemas']['ChangeUser'];
export type ChangeWebhook = components['schemas']['ChangeWebhook'];
export type Channel = components['schemas']['Channel'];
export type Checkpoint = components['schemas']['Checkpoint'];
export type ClaimCode = components['schemas']['ClaimCode'];
export type ClaimExemption = components['schemas']['ClaimExemption'];
export type Clock = components['schemas']['Clock'];
export type CloseComplaint = components['schemas']['CloseComplaint'];
export type Closing = components['schemas']['Closing'];
export type CobrowseAgreement = components['schemas']['CobrowseAgreement'];
export type CobrowseCard = components['schemas']['CobrowseCard'];
export type CobrowseCriterion = components['schemas']['CobrowseCriterion'];
export type CobrowseCriterionKind = components['schemas']['CobrowseCriterionKind'];
export type CobrowseDeed = components['schemas']['CobrowseDeed'];
export type CobrowseDifferences = components['schemas']['CobrowseDifferences'];
export type CobrowseEstimate = components['schemas']['CobrowseEstimate'];
export type CobrowseFigures = components['schemas']['CobrowseFigures'];
export type CobrowseFinding = components['schemas']['CobrowseFinding'];
export type CobrowseGroup = components['schemas']['CobrowseGroup'];
export type CobrowseId = components['schemas']['CobrowseId'];
export type CobrowseInvitation = components['schemas']['CobrowseInvitation'];
export type CobrowseJoined = components['schemas']['CobrowseJoined'];
export type CobrowseLink = components['schemas']['CobrowseLink'];
export type CobrowseMark = components['schemas']['CobrowseMark'];
export type CobrowsePerson = components['schemas']['CobrowsePerson'];
export type CobrowsePlace = components['schemas']['CobrowsePlace'];
export type CobrowseProof = components['schemas']['CobrowseProof'];
export type CobrowseReview = components['schemas']['CobrowseReview'];
export type CobrowseReviewAnswer = components['schemas']['CobrowseReviewAnswer'];
export type CobrowseSession = components['schemas']['CobrowseSession'];
export type CobrowseTopic = components['schemas']['CobrowseTopic'];
export type CobrowseTopicKind = components['schemas']['CobrowseTopicKind'];
export type CobrowseWatch = components['schemas']['CobrowseWatch'];
export type CobrowsingBegun = components['schemas']['CobrowsingBegun'];
export type CodeSignIn = components['schemas']['CodeSignIn'];
export type Company = components['schemas']['Company'];
export type ComparedActs = components['schemas']['ComparedActs'];
export type Complaint = components['schemas']['Complaint'];
export type ComplaintDraft = components['schemas']['ComplaintDraft'];
export type ComplaintId = components['schemas']['ComplaintId'];
export type ComplaintLetter = components['schemas']['ComplaintLetter'];
export type CompleteTask = components['schemas']['CompleteTask'];
export type Completeness = components['schemas']['Completeness'];
export type ConfirmFacts = components['schemas']['ConfirmFacts'];
export type ConfirmTotp = components['schemas']['ConfirmTotp'];
export type Confirmation = components['schemas']['Confirmation'];
export type ConfusedIntents = components['schemas']['ConfusedIntents'];
export type Contact = components['schemas']['Contact'];
export type ControlFall = components['schemas']['ControlFall'];
export type ControlFallReason = components['schemas']['ControlFallReason'];
export type ControlMeasured = components['schemas']['ControlMeasured'];
export type ControlRow = components['schemas']['ControlRow'];
export type ControlRowChange = components['schemas']['ControlRowChange'];
export type ControlSettings = components['schemas']['ControlSettings'];
export type Conversation = components['schemas']['Conversation'];
export type ConversationCobrowse = components['schemas']['ConversationCobrowse'];
export type ConversationContact = components['schemas']['ConversationContact'];
export type ConversationCounts = components['schemas']['ConversationCounts'];
export type ConversationCustomer = components['schemas']['ConversationCustomer'];
export type ConversationEvent = components['schemas']['ConversationEvent'];
export type ConversationEvents = components['schemas']['ConversationEvents'];
export type ConversationId = components['schemas']['ConversationId'];
export type ConversationTurns = components['schemas']['ConversationTurns'];
export type CreateKey = components['schemas']['CreateKey'];
export type CreateMacro = components['schemas']['CreateMacro'];
export type CreateRole = components['schemas']['CreateRole'];
export type CreateSupportNeed = components['schemas']['CreateSupportNeed'];
export type CreateUser = components['schemas']['CreateUser'];
export type CreateWebhook = components['schemas']['CreateWebhook'];
export type Csat = components['schemas']['Csat'];
export type CtiAnswer = components['schemas']['CtiAnswer'];
export type CtiEvent = components['schemas']['CtiEvent'];
export type Currency = components['schemas']['Currency'];
export type CurrencySum = components['schemas']['CurrencySum'];
export type CustomRole = components['schemas']['CustomRole'];
export type CustomRoleId = components['schemas']['CustomRoleId'];
export type Customer = components['schemas']['Customer'];
export type CustomerId = components['schemas']['CustomerId'];
export type CustomerSide = components['schemas']['CustomerSide'];
export type Date = components['schemas']['Date'];
export type Decide = components['schemas']['Decide'];
export type Decided = components['schemas']['Decided'];
export type Decision = components['schemas']['Decision'];
export type DecisionId = components['schemas']['DecisionId'];
export type DecisionMark = components['schemas']['DecisionMark'];
export type DelayComplaint = components['schemas']['DelayComplaint'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryId = components['schemas']['DeliveryId'];
export type DeliveryWithBody = components['schemas']['DeliveryWithBody'];
export type DeskHours = components['schemas']['DeskHours'];
export type DeskRouting = components['schemas']['DeskRouting'];
export type Device = components['schemas']['Device'];
export type DeviceId = components['schemas']['DeviceId'];
export type DismissBlindSpot = components['schemas']['DismissBlindSpot'];
export type Dispute = components['schemas']['Dispute'];
export type DisputeId = components['schemas']['DisputeId'];
export type DisputeKind = components['schemas']['DisputeKind'];
export type DisputeState = components['schemas']['DisputeState'];
export type DisputeSummary = components['schemas']['DisputeSummary'];
export type DisputeTerms = components['schemas']['DisputeTerms'];
export type DocumentFact = components['schemas']['DocumentFact'];
export type DocumentFlag = components['schemas']['DocumentFlag'];
export type DocumentFlagKind = components['schemas']['DocumentFlagKind'];
export type Done = components['schemas']['Done'];
export type DraftComplaintLetter = components['schemas']['DraftComplaintLetter'];
export type EarlyPayment = components['schemas']['EarlyPayment'];
export type EarlyPaymentState = components['schemas']['EarlyPaymentState'];
export type EffectId = components['schemas']['EffectId'];
export type EntryId = components['schemas']['EntryId'];
export type Erasure = components['schemas']['Erasure'];
export type Estimate = components['schemas']['Estimate'];
export type EventBody = components['schemas']['EventBody'];
export type EventBy = components['schemas']['EventBy'];
export type EventId = components['schemas']['EventId'];
export type EventResult = components['schemas']['EventResult'];
export type EvidenceId = components['schemas']['EvidenceId'];
export type EvidenceItem = components['schemas']['EvidenceItem'];
export type EvidenceReading = components['schemas']['EvidenceReading'];
export type EvidenceStanding = components['schemas']['EvidenceStanding'];
export type EvidenceType = components['schemas']['EvidenceType'];
export type Exception = components['schemas']['Exception'];
export type ExceptionGround = components['schemas']['ExceptionGround'];
export type ExceptionKind = components['schemas']['ExceptionKind'];
export type Exemption = components['schemas']['Exemption'];
export type Explanation = components['schemas']['Explanation'];
export type ExtendDeadline = components['schemas']['ExtendDeadline'];
export type ExtendOption = components['schemas']['ExtendOption'];
export type ExtendPlan = components['schemas']['ExtendPlan'];
export type Extracted = components['schemas']['Extracted'];
export type FactConfidence = components['schemas']['FactConfidence'];
export type FactField = components['schemas']['FactField'];
export type FactStatus = components['schemas']['FactStatus'];
export type FactTold = components['schemas']['FactTold'];
export type FeeState = components['schemas']['FeeState'];
export type FeeTerms = components['schemas']['FeeTerms'];
export type FeedOutcome = components['schemas']['FeedOutcome'];
export type FieldProblem = components['schemas']['FieldProblem'];
export type FileMark = components['schemas']['FileMark'];
export type Finding = components['schemas']['Finding'];
export type FlagWeight = components['schemas']['FlagWeight'];
export type Floor = components['schemas']['Floor'];
export type FollowLink = components['schemas']['FollowLink'];
export type Framework = components['schemas']['Framework'];
export type Give = components['schemas']['Give'];
export type Given = components['schemas']['Given'];
export type HandOver = components['schemas']['HandOver'];
export type Hardship = components['schemas']['Hardship'];
export type HardshipOption = components['schemas']['HardshipOption'];
export type Health = components['schemas']['Health'];
export type Held = components['schemas']['Held'];
export type Hidden = components['schemas']['Hidden'];
export type HiddenPlace = components['schemas']['HiddenPlace'];
export type HoldRecording = components['schemas']['HoldRecording'];
export type HoldTerms = components['schemas']['HoldTerms'];
export type Hours = components['schemas']['Hours'];
export type IdentitySignIn = components['schemas']['IdentitySignIn'];
export type Import = components['schemas']['Import'];
export type ImportedFrom = components['schemas']['ImportedFrom'];
export type InboundMail = components['schemas']['InboundMail'];
export type Instalment = components['schemas']['Instalment'];
export type InstalmentState = components['schemas']['InstalmentState'];
export type Instant = components['schemas']['Instant'];
export type Jurisdiction = components['schemas']['Jurisdiction'];
export type KeepPasskey = components['schemas']['KeepPasskey'];
export type KeptSuggestion = components['schemas']['KeptSuggestion'];
export type KlarnaAcceptedLoss = components['schemas']['KlarnaAcceptedLoss'];
export type KlarnaAppeal = components['schemas']['KlarnaAppeal'];
export type KlarnaAppealMade = components['schemas']['KlarnaAppealMade'];
export type KlarnaAttachment = components['schemas']['KlarnaAttachment'];
export type KlarnaDispute = components['schemas']['KlarnaDispute'];
export type KlarnaDisputes = components['schemas']['KlarnaDisputes'];
export type KlarnaError = components['schemas']['KlarnaError'];
export type KlarnaFileForm = components['schemas']['KlarnaFileForm'];
export type KlarnaNewAttachment = components['schemas']['KlarnaNewAttachment'];
export type KlarnaPagination = components['schemas']['KlarnaPagination'];
export type KlarnaParameterError = components['schemas']['KlarnaParameterError'];
export type KlarnaRepresent = components['schemas']['KlarnaRepresent'];
export type KlarnaRepresented = components['schemas']['KlarnaRepresented'];
export type LackingFact = components['schemas']['LackingFact'];
export type LastSaid = components['schemas']['LastSaid'];
export type LateFee = components['schemas']['LateFee'];
export type LedgerEntry = components['schemas']['LedgerEntry'];
export type LedgerLine = components['schemas']['LedgerLine'];
export type LessToPay = components['schemas']['LessToPay'];
export type Letter = components['schemas']['Letter'];
export type Liable = components['schemas']['Liable'];
export type LikelyIntent = components['schemas']['LikelyIntent'];
export type Line = components['schemas']['Line'];
export type LineId = components['schemas']['LineId'];
export type LineKind = components['schemas']['LineKind'];
export type LineResult = components['schemas']['LineResult'];
export type LinkConversation = components['schemas']['LinkConversation'];
export type LinkSign = components['schemas']['LinkSign'];
export type LinkedCase = components['schemas']['LinkedCase'];
export type LinkedDispute = components['schemas']['LinkedDispute'];
export type LookReason = components['schemas']['LookReason'];
export type Macro = components['schemas']['Macro'];
export type MacroId = components['schemas']['MacroId'];
export type MailResult = components['schemas']['MailResult'];
export type MailedNotice = components['schemas']['MailedNotice'];
export type MakeAppeal = components['schemas']['MakeAppeal'];
export type MarkSeen = components['schemas']['MarkSeen'];
export type Me = components['schemas']['Me'];
export type Merchant = components['schemas']['Merchant'];
export type MerchantAction = components['schemas']['MerchantAction'];
export type MerchantId = components['schemas']['MerchantId'];
export type MerchantSettings = components['schemas']['MerchantSettings'];
export type MerchantSide = components['schemas']['MerchantSide'];
export type MergeConversation = components['schemas']['MergeConversation'];
export type MessageByEmail = components['schemas']['MessageByEmail'];
export type MissingEvidence = components['schemas']['MissingEvidence'];
export type ModelCost = components['schemas']['ModelCost'];
export type Money = components['schemas']['Money'];
export type MoneyChange = components['schemas']['MoneyChange'];
export type MoneyTold = components['schemas']['MoneyTold'];
export type Mood = components['schemas']['Mood'];
export type Need = components['schemas']['Need'];
export type NetworkDispute = components['schemas']['NetworkDispute'];
export type NetworkDisputeId = components['schemas']['NetworkDisputeId'];
export type NetworkState = components['schemas']['NetworkState'];
export type NewApiKey = components['schemas']['NewApiKey'];
export type NewEvidence = components['schemas']['NewEvidence'];
export type NewFile = components['schemas']['NewFile'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type NextAct = components['schemas']['NextAct'];
export type NextDue = components['schemas']['NextDue'];
export type Notice = components['schemas']['Notice'];
export type NoticeId = components['schemas']['NoticeId'];
export type Notifications = components['schemas']['Notifications'];
export type Offer = components['schemas']['Offer'];
export type OfferState = components['schemas']['OfferState'];
export type OidcButton = components['schemas']['OidcButton'];
export type Ombudsman = components['schemas']['Ombudsman'];
export type OpenComplaint = components['schemas']['OpenComplaint'];
export type OpenConversation = components['schemas']['OpenConversation'];
export type OpenDispute = components['schemas']['OpenDispute'];
export type OpenIncident = components['schemas']['OpenIncident'];
export type OpenSession = components['schemas']['OpenSession'];
export type OpenTime = components['schemas']['OpenTime'];
export type Order = components['schemas']['Order'];
export type OrderBalance = components['schemas']['OrderBalance'];
export type OrderEvent = components['schemas']['OrderEvent'];
export type OrderFile = components['schemas']['OrderFile'];
export type OrderId = components['schemas']['OrderId'];
export type Outcome = components['schemas']['Outcome'];
export type Outlook = components['schemas']['Outlook'];
export type OutlookFact = components['schemas']['OutlookFact'];
export type OutlookRule = components['schemas']['OutlookRule'];
export type Page_AuditEntry = components['schemas']['Page_AuditEntry'];
export type Page_CobrowseRecording = components['schemas']['Page_CobrowseRecording'];
export type Page_CobrowseReview = components['schemas']['Page_CobrowseReview'];
export type Page_CobrowseSession = components['schemas']['Page_CobrowseSession'];
export type Page_Complaint = components['schemas']['Page_Complaint'];
export type Page_Conversation = components['schemas']['Page_Conversation'];
export type Page_Delivery = components['schemas']['Page_Delivery'];
export type Page_DisputeSummary = components['schemas']['Page_DisputeSummary'];
export type Page_Merchant = components['schemas']['Page_Merchant'];
export type Page_OpenReturn = components['schemas']['Page_OpenReturn'];
export type Page_OrderSummary = components['schemas']['Page_OrderSummary'];
export type Page_ReportRow = components['schemas']['Page_ReportRow'];
export type Page_Scorecard = components['schemas']['Page_Scorecard'];
export type Page_SettlementPaid = components['schemas']['Page_SettlementPaid'];
export type Page_StatementLine = components['schemas']['Page_StatementLine'];
export type Page_Task = components['schemas']['Page_Task'];
export type Page_TimelineEntry = components['schemas']['Page_TimelineEntry'];
export type Page_User = components['schemas']['Page_User'];
export type PaidBack = components['schemas']['PaidBack'];
export type Party = components['schemas']['Party'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyAsked = components['schemas']['PasskeyAsked'];
export type PasskeySignIn = components['schemas']['PasskeySignIn'];
export type PasswordSignIn = components['schemas']['PasswordSignIn'];
export type PastDispute = components['schemas']['PastDispute'];
export type Pause = components['schemas']['Pause'];
export type PausePlan = components['schemas']['PausePlan'];
export type Pauses = components['schemas']['Pauses'];
export type PayPlan = components['schemas']['PayPlan'];
export type Payment = components['schemas']['Payment'];
export type PaymentId = components['schemas']['PaymentId'];
export type PaymentMark = components['schemas']['PaymentMark'];
export type PaymentPurpose = components['schemas']['PaymentPurpose'];
export type PaymentUnderWay = components['schemas']['PaymentUnderWay'];
export type Payout = components['schemas']['Payout'];
export type PayoutState = components['schemas']['PayoutState'];
export type PayoutSum = components['schemas']['PayoutSum'];
export type PayoutView = components['schemas']['PayoutView'];
export type Plan = components['schemas']['Plan'];
export type PlanChange = components['schemas']['PlanChange'];
export type PlanId = components['schemas']['PlanId'];
export type PlanOptions = components['schemas']['PlanOptions'];
export type PlanState = components['schemas']['PlanState'];
export type PlanStatus = components['schemas']['PlanStatus'];
export type PolicySummary = components['schemas']['PolicySummary'];
export type Preview = components['schemas']['Preview'];
export type PreviewAct = components['schemas']['PreviewAct'];
export type PreviewApproval = components['schemas']['PreviewApproval'];
export type PreviewCost = components['schemas']['PreviewCost'];
export type PreviewDecision = components['schemas']['PreviewDecision'];
export type PreviewDispute = components['schemas']['PreviewDispute'];
export type PreviewDue = components['schemas']['PreviewDue'];
export type PreviewMessage = components['schemas']['PreviewMessage'];
export type PreviewPayout = components['schemas']['PreviewPayout'];
export type PreviewPolicy = components['schemas']['PreviewPolicy'];
export type PreviewUndo = components['schemas']['PreviewUndo'];
export type PrincipalId = components['schemas']['PrincipalId'];
export type Priority = components['schemas']['Priority'];
export type PriorityLevel = components['schemas']['PriorityLevel'];
export type PriorityReason = components['schemas']['PriorityReason'];
export type Problem = components['schemas']['Problem'];
export type ProcedureInForce = components['schemas']['ProcedureInForce'];
export type ProceduresInForce = components['schemas']['ProceduresInForce'];
export type Product = components['schemas']['Product'];
export type Promised = components['schemas']['Promised'];
export type ProposeBlindSpot = components['schemas']['ProposeBlindSpot'];
export type ProposePolicy = components['schemas']['ProposePolicy'];
export type ProposeProcedures = components['schemas']['ProposeProcedures'];
export type ProposeRedactionPolicy = components['schemas']['ProposeRedactionPolicy'];
export type PublishedRouting = components['schemas']['PublishedRouting'];
export type QueuePlace = components['schemas']['QueuePlace'];
export type RateConversation = components['schemas']['RateConversation'];
export type Reason = components['schemas']['Reason'];
export type ReceivedEvents = components['schemas']['ReceivedEvents'];
export type FeedRecord = components['schemas']['Record'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type RedactionChange = components['schemas']['RedactionChange'];
export type RedactionDeclined = components['schemas']['RedactionDeclined'];
export type RedactionDraft = components['schemas']['RedactionDraft'];
export type RedactionHistory = components['schemas']['RedactionHistory'];
export type RedactionNarrowing = components['schemas']['RedactionNarrowing'];
export type RedactionPolicy = components['schemas']['RedactionPolicy'];
export type RedactionProposed = components['schemas']['RedactionProposed'];
export type RedactionRule = components['schemas']['RedactionRule'];
export type RedactionRuleDiff = components['schemas']['RedactionRuleDiff'];
export type RedactionWaiting = components['schemas']['RedactionWaiting'];
export type Redress = components['schemas']['Redress'];
export type Refund = components['schemas']['Refund'];
export type RefundId = components['schemas']['RefundId'];
export type RefundMark = components['schemas']['RefundMark'];
export type RefusedFile = components['schemas']['RefusedFile'];
export type Reject = components['schemas']['Reject'];
export type Release = components['schemas']['Release'];
export type ReleaseConversation = components['schemas']['ReleaseConversation'];
export type ReleaseTo = components['schemas']['ReleaseTo'];
export type RenderMacro = components['schemas']['RenderMacro'];
export type RenderedMacro = components['schemas']['RenderedMacro'];
export type Replay = components['schemas']['Replay'];
export type Report = components['schemas']['Report'];
export type ReportAgent = components['schemas']['ReportAgent'];
export type ReportChargeback = components['schemas']['ReportChargeback'];
export type ReportDay = components['schemas']['ReportDay'];
export type ReportFigures = components['schemas']['ReportFigures'];
export type ReportOutcome = components['schemas']['ReportOutcome'];
export type ReportReturn = components['schemas']['ReportReturn'];
export type Represent = components['schemas']['Represent'];
export type RequestReview = components['schemas']['RequestReview'];
export type ResolveAtOnce = components['schemas']['ResolveAtOnce'];
export type Return = components['schemas']['Return'];
export type ReturnId = components['schemas']['ReturnId'];
export type ReturnState = components['schemas']['ReturnState'];
export type ReturnedFee = components['schemas']['ReturnedFee'];
export type ReviewCobrowseRecording = components['schemas']['ReviewCobrowseRecording'];
export type ReviewGround = components['schemas']['ReviewGround'];
export type ReviewReason = components['schemas']['ReviewReason'];
export type ReviewTurn = components['schemas']['ReviewTurn'];
export type Reviewed = components['schemas']['Reviewed'];
export type Right = components['schemas']['Right'];
export type RightOf = components['schemas']['RightOf'];
export type Role = components['schemas']['Role'];
export type Rubric = components['schemas']['Rubric'];
export type RubricCriterion = components['schemas']['RubricCriterion'];
export type SaidMessage = components['schemas']['SaidMessage'];
export type SandboxClock = components['schemas']['SandboxClock'];
export type Scan = components['schemas']['Scan'];
export type ScanCode = components['schemas']['ScanCode'];
export type ScheduledMessage = components['schemas']['ScheduledMessage'];
export type Scope = components['schemas']['Scope'];
export type Scorecard = components['schemas']['Scorecard'];
export type ScorecardId = components['schemas']['ScorecardId'];
export type Seat = components['schemas']['Seat'];
export type SeatByToken = components['schemas']['SeatByToken'];
export type SeatState = components['schemas']['SeatState'];
export type Seats = components['schemas']['Seats'];
export type SecondFactor = components['schemas']['SecondFactor'];
export type SeenAssignment = components['schemas']['SeenAssignment'];
export type SeenFloor = components['schemas']['SeenFloor'];
export type SendMessage = components['schemas']['SendMessage'];
export type SentLetter = components['schemas']['SentLetter'];
export type Session = components['schemas']['Session'];
export type SessionId = components['schemas']['SessionId'];
export type SetClock = components['schemas']['SetClock'];
export type SettleSuggestion = components['schemas']['SettleSuggestion'];
export type Settlement = components['schemas']['Settlement'];
export type SettlementId = components['schemas']['SettlementId'];
export type Severity = components['schemas']['Severity'];
export type Sha256 = components['schemas']['Sha256'];
export type ShareInterval = components['schemas']['ShareInterval'];
export type Shipment = components['schemas']['Shipment'];
export type ShipmentId = components['schemas']['ShipmentId'];
export type SignInMethods = components['schemas']['SignInMethods'];
export type SignInStep = components['schemas']['SignInStep'];
export type SimulateRouting = components['schemas']['SimulateRouting'];
export type SimulatedClass = components['schemas']['SimulatedClass'];
export type SimulatedFigures = components['schemas']['SimulatedFigures'];
export type SimulatedHour = components['schemas']['SimulatedHour'];
export type SimulatedLoad = components['schemas']['SimulatedLoad'];
export type SimulatedLog = components['schemas']['SimulatedLog'];
export type SimulatedResult = components['schemas']['SimulatedResult'];
export type SimulatedRules = components['schemas']['SimulatedRules'];
export type SimulatedSurge = components['schemas']['SimulatedSurge'];
export type SimulatedTeam = components['schemas']['SimulatedTeam'];
export type Simulation = components['schemas']['Simulation'];
export type SlaClock = components['schemas']['SlaClock'];
export type SnoozeConversation = components['schemas']['SnoozeConversation'];
export type Speaker = components['schemas']['Speaker'];
export type Stage = components['schemas']['Stage'];
export type StartHardship = components['schemas']['StartHardship'];
export type StatedFacts = components['schemas']['StatedFacts'];
export type Statement = components['schemas']['Statement'];
export type Statute = components['schemas']['Statute'];
export type StatuteStatus = components['schemas']['StatuteStatus'];
export type StopState = components['schemas']['StopState'];
export type SubIssue = components['schemas']['SubIssue'];
export type Suggested = components['schemas']['Suggested'];
export type SuggestedAct = components['schemas']['SuggestedAct'];
export type SuggestedReason = components['schemas']['SuggestedReason'];
export type SuggestedReview = components['schemas']['SuggestedReview'];
export type Suggestion = components['schemas']['Suggestion'];
export type SuggestionBasis = components['schemas']['SuggestionBasis'];
export type SuggestionFigure = components['schemas']['SuggestionFigure'];
export type SuggestionKind = components['schemas']['SuggestionKind'];
export type SuggestionOutcome = components['schemas']['SuggestionOutcome'];
export type SuggestionSource = components['schemas']['SuggestionSource'];
export type SupportNeed = components['schemas']['SupportNeed'];
export type SupportNeedId = components['schemas']['SupportNeedId'];
export type TagConversation = components['schemas']['TagConversation'];
export type TakenRecord = components['schemas']['TakenRecord'];
export type Task = components['schemas']['Task'];
export type TaskCount = components['schemas']['TaskCount'];
export type TaskId = components['schemas']['TaskId'];
export type TenantId = components['schemas']['TenantId'];
export type TextSource = components['schemas']['TextSource'];
export type TextedNotice = components['schemas']['TextedNotice'];
export type TimelineKind = components['schemas']['TimelineKind'];
export type TimerId = components['schemas']['TimerId'];
export type TimerKind = components['schemas']['TimerKind'];
export type TokenSession = components['schemas']['TokenSession'];
export type Told = components['schemas']['Told'];
export type TotpSetup = components['schemas']['TotpSetup'];
export type TransferCobrowsing = components['schemas']['TransferCobrowsing'];
export type TransferConversation = components['schemas']['TransferConversation'];
export type TranslateWords = components['schemas']['TranslateWords'];
export type Translated = components['schemas']['Translated'];
export type Translation = components['schemas']['Translation'];
export type TranslationCheck = components['schemas']['TranslationCheck'];
export type TranslationCost = components['schemas']['TranslationCost'];
export type TranslationDifference = components['schemas']['TranslationDifference'];
export type Translations = components['schemas']['Translations'];
export type Triage = components['schemas']['Triage'];
export type TrialBalance = components['schemas']['TrialBalance'];
export type Trigger = components['schemas']['Trigger'];
export type TurnReview = components['schemas']['TurnReview'];
export type UnreadReason = components['schemas']['UnreadReason'];
export type UploadFile = components['schemas']['UploadFile'];
export type Urgency = components['schemas']['Urgency'];
export type UrgencyCause = components['schemas']['UrgencyCause'];
export type User = components['schemas']['User'];
export type UserId = components['schemas']['UserId'];
export type VisitorSignIn = components['schemas']['VisitorSignIn'];
export type WaiveFee = components['schemas']['WaiveFee'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookId = components['schemas']['WebhookId'];
export type WebhookTopic = components['schemas']['WebhookTopic'];
export type Weekday = components['schemas']['Weekday'];
export type WorseIntent = components['schemas']['WorseIntent'];
export type WorthLook = components['schemas']['WorthLook'];
export type WriteNote = components['schemas']['WriteNote'];
export type WriteScorecard = components['schemas']['WriteScorecard'];
