export { type BotMessage, type Button, buttonsOf, FakeChat, type User } from './chat.js';
export type { Fault, FaultWhere } from './faults.js';
export { FakeGroup } from './group.js';
export { type Limits, REAL_LIMITS } from './limits.js';
export { FakeUser, Seat } from './people.js';
export { FakeTelegram, type FakeTelegramOptions, fakeTelegram } from './server.js';
