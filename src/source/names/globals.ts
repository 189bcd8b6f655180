// Which names does the world provide? A name that is none of these, nor the module's own, is a mistake.

/** ECMAScript, newer names included: a name that this Node lacks fails where it is used. */
const LANGUAGE = `
  AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean
  DataView Date decodeURI decodeURIComponent DisposableStack encodeURI encodeURIComponent Error escape eval
  EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function globalThis Infinity Int16Array
  Int32Array Int8Array Intl isFinite isNaN Iterator JSON Map Math NaN Number Object parseFloat parseInt Promise
  Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError
  Temporal TypeError Uint16Array Uint32Array Uint8Array Uint8ClampedArray undefined unescape URIError WeakMap
  WeakRef WeakSet
`;

/** What Node shares with browsers. */
const WEB = `
  AbortController AbortSignal atob Blob BroadcastChannel btoa ByteLengthQueuingStrategy clearInterval
  clearTimeout CloseEvent CompressionStream console CountQueuingStrategy Crypto crypto CryptoKey CustomEvent
  DecompressionStream DOMException Event EventSource EventTarget fetch File FormData Headers localStorage
  MessageChannel MessageEvent MessagePort Navigator navigator Performance performance PerformanceEntry
  PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming
  queueMicrotask ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest
  ReadableStreamDefaultController ReadableStreamDefaultReader Request Response sessionStorage setInterval
  setTimeout Storage structuredClone SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream
  TransformStream TransformStreamDefaultController URL URLPattern URLSearchParams WebAssembly WebSocket
  WritableStream WritableStreamDefaultController WritableStreamDefaultWriter
`;

/** Node's own, and the five names around a CommonJS module. */
const NODE = `
  __dirname __filename Buffer clearImmediate exports global module process require setImmediate
`;

const GLOBALS: ReadonlySet<string> = new Set([LANGUAGE, WEB, NODE].flatMap((list) => list.trim().split(/\s+/)));

export function isGlobal(name: string): boolean {
  return GLOBALS.has(name);
}

export function globalNames(): Iterable<string> {
  return GLOBALS;
}
