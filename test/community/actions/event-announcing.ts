import { expect } from 'vitest';
import { announcements } from '../../../src/community/announcements/announcement.js';
import { hePing } from '../../cast.js';
import { publish } from '../event.js';
import { call, desk, refused, type Specs, values } from './call.js';

const film = async (): Promise<string> => {
  await desk.hire(hePing, 'spokesperson');
  return (await publish(desk)).id;
};

export const eventAnnouncing: Specs = {
  'events.to_announce': async () => {
    const event = await film();
    expect(values(await call(hePing, 'events.to_announce'))).toEqual([event]);
  },
  'events.announcement': async () => {
    const event = await film();
    const look = (await call(hePing, 'events.announcement', { event })) as { text: string; people: number };
    expect(look.text).toContain('露天电影晚会\n11月27日周五 19:00\n小广场\n自带小板凳。');
    expect(look.text).toContain('Open-air film night\nFri 27 Nov 19:00');
    expect(look.people).toBeGreaterThan(1);
    expect(await refused(hePing, 'events.announcement', { event: 'HD-0099' })).toBe('not_found');
  },
  'events.announce': async () => {
    const event = await film();
    const { number } = (await call(hePing, 'events.announce', { event })) as { number: string };
    const { value } = await desk.timed(context => context.tx.get(announcements, number));
    expect(value).toMatchObject({
      topic: 'events',
      author: 'm-he-ping',
      choices: [
        { begin: 'sign-up', slots: { event } },
        { begin: 'event', slots: { event } },
      ],
    });
  },
};
