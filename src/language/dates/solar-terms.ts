import { type Day, dayOf } from './calendar.js';

/** The 24 solar terms 节气, each with the sun's longitude in degrees at which it begins. */
export const SOLAR_TERMS: Readonly<Record<string, number>> = {
  小寒: 285,
  大寒: 300,
  立春: 315,
  雨水: 330,
  惊蛰: 345,
  春分: 0,
  清明: 15,
  谷雨: 30,
  立夏: 45,
  小满: 60,
  芒种: 75,
  夏至: 90,
  小暑: 105,
  大暑: 120,
  立秋: 135,
  处暑: 150,
  白露: 165,
  秋分: 180,
  寒露: 195,
  霜降: 210,
  立冬: 225,
  小雪: 240,
  大雪: 255,
  冬至: 270,
};

const RAD = Math.PI / 180;
const BEIJING = 8 / 24;

/**
 * The day (in Beijing) of a year on which a solar term begins. From the sun's apparent longitude, good to some
 * ten minutes; a test holds it against chinese-days over many years (whose own conversion depends on the
 * process's time zone).
 */
export function solarTerm(name: string, year: number): Day | null {
  const wanted = SOLAR_TERMS[name];
  if (wanted === undefined) return null;
  const spring = dayOf(year, 3, 20)!;
  // Counted within the calendar year: 小寒 to 惊蛰 come before the equinox.
  const ahead = wanted >= 280 ? wanted - 360 : wanted;
  let at = spring + (ahead / 360) * 365.2422;
  for (let round = 0; round < 6; round++) {
    const off = ((wanted - sunLongitude(at) + 540) % 360) - 180;
    at += (off / 360) * 365.2422;
  }
  return Math.floor(at + BEIJING);
}

/** Degrees, for an instant in days since 1970 (UTC). After Meeus, chapter 25, the low-accuracy formula. */
function sunLongitude(days: number): number {
  const deltaT = 70 / 86_400;
  const t = (days + deltaT - 10_957.5) / 36_525;
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const anomaly = (357.52911 + 35_999.05029 * t - 0.0001537 * t * t) * RAD;
  const centre =
    (1.914602 - 0.004817 * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = (125.04 - 1934.136 * t) * RAD;
  const longitude = mean + centre - 0.00569 - 0.00478 * Math.sin(node);
  return ((longitude % 360) + 360) % 360;
}
