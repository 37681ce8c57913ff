//! Conversations and events as the desk reads them. The generated types give a state or a kind as any text; the client has
//! filled in what the server leaves out, so that these are whole by the time they arrive here.

import type { Conversation, ConversationEvent } from '@ombud/client';

export const asConversation = (answer: object): Conversation => answer as Conversation;
export const asConversations = (answers: readonly object[]): Conversation[] => answers.map(asConversation);
export const asEvents = (answers: readonly object[]): ConversationEvent[] => answers as ConversationEvent[];
