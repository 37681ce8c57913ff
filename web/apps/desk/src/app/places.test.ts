import { describe, expect, it } from 'vitest';
import { homeOf, isOpenTo, may } from './places.ts';

const operator = { actions: ['task.read', 'desk.report', 'routing.simulate', 'user.manage'] };
const agent = { actions: ['conversation.read', 'dispute.read', 'task.read'] };

describe('places of the console', () => {
  it('are those that the session may use: an operator has no conversations', () => {
    expect([isOpenTo(operator, 'inbox'), isOpenTo(agent, 'inbox')]).toEqual([false, true]);
    expect([isOpenTo(operator, 'supervisor'), isOpenTo(agent, 'supervisor')]).toEqual([true, false]);
  });
  it.each([
    [operator, '/supervisor'],
    [{ actions: ['task.read'] }, '/tasks'],
    [{ actions: [] }, '/settings/account'],
  ])('begin for %j at %s', (session, expected) => {
    expect(homeOf(session)).toBe(expected);
  });
  it('offer inviting to those alone who may', () => {
    expect([may(operator, 'user.manage'), may(agent, 'user.manage')]).toEqual([true, false]);
  });
});
