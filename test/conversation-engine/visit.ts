import { type Action, define, Talk } from './play.js';

/** The visit that most tests book. */
export const VISIT = define(
  `
conversation: book-service
title: { zh-Hans: 预约上门服务, en: Book a home visit }
intent: book_service
starts:
  commands: [book, 预约]
  examples: { zh-Hans: [我想预约上门服务], en: [book a home visit] }
private: true
steps:
  - ask: service
    as: choice
    from: services.open
    say: which_service
  - ask: day
    as: date
    from: bookings.days
    say: which_day
  - ask: time
    as: choice
    from: bookings.times
    say: which_time
    none: { say: full_that_day, back: day }
  - ask: address
    as: text
    say: which_address
    remember: resident.address
  - ask: phone
    as: phone
    say: which_phone
  - confirm: summary
  - do: bookings.book
    into: booking
    fails: { slot_taken: { say: just_taken, back: time } }
  - say: booked
    attach: booking
texts:
  zh-Hans:
    which_service: 您要预约哪项服务？
    which_day: 哪一天方便？
    which_time: 几点方便？
    full_that_day: 那天约满了，换一天吧。
    which_address: 请告诉我详细地址。
    which_phone: 请留一个电话。
    summary: "请看看对不对：{service}，{day} {time}，{address}，{phone}"
    just_taken: 这个时间刚被约走了。
    booked: "约好了，编号 {booking_number}，{booking_who} 会上门。"
  en:
    which_service: Which service would you like?
    which_day: Which day suits you?
    which_time: What time suits you?
    full_that_day: That day is full, let's take another.
    which_address: What is your address?
    which_phone: What is your phone number?
    summary: "Is this right? {service}, {day} {time}, {address}, {phone}"
    just_taken: That time has just been taken.
    booked: "Booked: number {booking_number}, {booking_who} will come."
`,
  'conversations/book-service.yaml',
);

/** What the domain says in these tests. `full` days have no times. */
export function visitActions(full: readonly string[] = []): Record<string, Action> {
  return {
    'services.open': () => [
      { value: 'blood-pressure', label: '量血压' },
      { value: 'haircut', label: '上门理发' },
      { value: 'appliance', label: '家电检查' },
    ],
    'bookings.days': () => [{ value: '2026-11-24' }, { value: '2026-11-25' }, { value: '2026-11-26' }],
    'bookings.times': args =>
      full.includes(String(args.day))
        ? []
        : [
            { value: '09:00', label: '上午 9:00' },
            { value: '15:00', label: '下午 3:00' },
          ],
    'bookings.book': () => ({
      number: 'YY-0042',
      who: '李主任',
      files: [{ name: 'visit.ics', mime: 'text/calendar', base64: 'QkVHSU4=' }],
    }),
  };
}

export function visit(actions = visitActions()): Talk {
  return new Talk(VISIT, actions);
}
