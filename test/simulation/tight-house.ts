import { sampleHouse } from '../fakes/desk.js';

/** The sample community with few seats at its events: where all find room, nobody can get a seat twice. */
export async function tightHouse() {
  const house = await sampleHouse();
  const events = house.content.events.map(event => ({ ...event, capacity: event.capacity === 20 ? 3 : 5 }));
  return { ...house, content: { ...house.content, events } };
}
