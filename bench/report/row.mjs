// What does one line of the table compare?
import { median } from "./median.mjs";

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {"µs/node" | "ms"} unit
 * @property {number} cellar Median.
 * @property {string} peer The name.
 * @property {number | null} peerValue Median; null if the peer could not be timed.
 * @property {number | null} ratio How many times as long the peer takes.
 * @property {number | null} aim The least ratio that we aim for, if any.
 * @property {boolean | null} met
 * @property {{ cellar: readonly number[], peer: readonly number[] }} samples In the order in which they were taken.
 */

/**
 * @typedef {object} About
 * @property {string} what
 * @property {"µs/node" | "ms"} unit
 * @property {string} peer
 * @property {number} [aim]
 */

/**
 * @param {About} about
 * @param {readonly number[]} cellar In the row's unit.
 * @param {readonly number[]} peer In the row's unit; empty if the peer could not be timed.
 * @returns {Row}
 */
export function rowOf({ what, unit, peer: name, aim }, cellar, peer) {
  const mine = median(cellar);
  const peerValue = peer.length === 0 ? null : median(peer);
  const ratio = peerValue === null ? null : peerValue / mine;
  const met = aim === undefined || ratio === null ? null : ratio >= aim;
  return { what, unit, cellar: mine, peer: name, peerValue, ratio, aim: aim ?? null, met, samples: { cellar, peer } };
}
