import { ApiError } from '@ombud/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { find, peopleOf } from './find.ts';

const { get } = vi.hoisted(() => ({ get: vi.fn() }));
vi.mock('./services.ts', () => ({ api: { get } }));

const absent = () =>
  Promise.reject(
    new ApiError({
      type: '',
      title: '',
      status: 404,
      code: 'not_found',
      detail: '',
      fix: '',
      request_id: '',
    }),
  );
const siv = { id: 'c1', customer_id: 'cust-0', customer: { name: 'Siv Holmgren', visitor: false } };
const answers: Record<string, unknown> = {};
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  get.mockReset();
  get.mockImplementation((path: string) => (path in answers ? Promise.resolve(answers[path]) : absent()));
});

describe('finding', () => {
  it('finds a person by name, through what was written', async () => {
    answers['/v1/conversations'] = { items: [siv] };
    const found = await find('  holmgren ');
    expect(get).toHaveBeenCalledWith('/v1/conversations', { query: { q: 'holmgren', limit: 20 } });
    expect(found.people).toEqual([{ id: 'cust-0', name: 'Siv Holmgren' }]);
    expect(found.conversations).toHaveLength(1);
  });
  it('finds an order by its id, and whose it is', async () => {
    answers['/v1/orders/{order_id}'] = {
      order: { id: 'ord-270', customer_id: 'cust-0', lines: [{ name: 'Boots' }] },
    };
    const found = await find('ord-270');
    expect(found.order).toEqual({ id: 'ord-270', customer_id: 'cust-0', title: 'Boots' });
    expect(found.people).toEqual([{ id: 'cust-0' }]);
  });
  it('finds a dispute by its id, and asks for no order of that name', async () => {
    const id = '01a1f6c9-090c-7cfa-b59e-3d3f941a7c90';
    answers['/v1/disputes/{dispute_id}'] = { id, reason: 'not_received' };
    expect((await find(id)).dispute).toEqual({ id, reason: 'not_received' });
    expect(get.mock.calls.map(([path]) => path as string)).not.toContain('/v1/orders/{order_id}');
  });
  it('asks for no id by words, and for nothing by one letter', async () => {
    await find('late parcel');
    expect(get.mock.calls.map(([path]) => path as string)).toEqual(['/v1/conversations']);
    get.mockClear();
    await find('l');
    expect(get).not.toHaveBeenCalled();
  });
  it('fails where the server fails', async () => {
    get.mockRejectedValue(new TypeError('gone'));
    await expect(find('holmgren')).rejects.toThrow('gone');
  });
});

describe('people', () => {
  it('are named once, by the name that anybody knows, and visitors are none', () => {
    const visitor = { customer_id: 'visitor-1', customer: { name: '', visitor: true } };
    expect(peopleOf([visitor, siv] as never, { id: 'cust-0' }, undefined)).toEqual([
      { id: 'cust-0', name: 'Siv Holmgren' },
    ]);
  });
});
