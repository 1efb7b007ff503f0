import { expect, it } from 'vitest';
import { Bell } from '../../src/platforms/webchat/bell.js';
import { NOW, VirtualClock } from '../clock.js';

it('keeps so many lines open for one address, whoever they say they are, and has room again when one ends', () => {
  const bell = new Bell(new VirtualClock(NOW));
  const open = Array.from({ length: 300 }, (_, i) => bell.listen(`visitor-${i}`, '192.0.2.1'));
  expect(open).not.toContain(null);
  expect(bell.listen('one-more', '192.0.2.1')).toBeNull();
  expect(bell.listen('one-more', '192.0.2.2')).not.toBeNull();
  open[0]?.close();
  open[0]?.close();
  expect(bell.listen('one-more', '192.0.2.1')).not.toBeNull();
  expect(bell.listen('yet-another', '192.0.2.1')).toBeNull();
});
