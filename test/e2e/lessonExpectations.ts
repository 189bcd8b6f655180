// What does each run of each lesson do, when it is run for the first time? A line per run; x executed, u unchanged, h hit.

export interface ExpectedLesson {
  readonly file: string;
  readonly runs: readonly string[];
}

const caching = [
  "rawData x · processedData x",
  "rawData h · processedData h",
  "rawData h · processedData h · amountPerCountry x", // a node is added
  "rawData h · processedData x · amountPerCountry x", // another date
  "rawData h · processedData x · amountPerCountry h", // a date that leaves the same rows
  "rawData h · processedData x · amountPerCountry x", // another rate
  "rawData h · processedData x · amountPerCountry h", // lines that change no row
  "now x",
  "now h", // the clock is read once
  "rawData x · processedData h · amountPerCountry h", // another function reads another file with the same rows
  "rawData h · processedData h · amountPerCountry h", // the file has changed: not seen
  "rawData x · processedData x · amountPerCountry x", // execute({ recompute })
  "rawData h · processedData h · amountPerCountry h", // later runs see what was read
  "rawData u · processedData h · amountPerCountry h", // withCache({ recompute })
  "rawData x · processedData h · amountPerCountry h", // cache({ behavior: "recompute" })
  "rawData u · processedData u · amountPerCountry u", // recompute: true
  "rawData u · processedData u · amountPerCountry u", // defaultBehavior: "disable"
  "rawData.loader x · rawData x · processedData h · amountPerCountry h · savedReport x",
  "rawData.loader h · rawData h · processedData h · amountPerCountry h · savedReport h",
  "rawData.loader u · rawData u · processedData h · amountPerCountry h · savedReport x", // loaders recompute, savers disable
  "rawData h · processedData h · amountPerCountry x", // another format executes nothing
  "rawData h · processedData h · amountPerCountry h", // exploring: five dates
  "rawData h · processedData u · amountPerCountry h",
  "rawData h · processedData x · amountPerCountry x",
  "rawData h · processedData x · amountPerCountry x",
  "rawData h · processedData x · amountPerCountry x",
];

const whyDidItRun = [
  "orders x · paidOrders x · revenue x · summary x",
  "orders h · paidOrders x · revenue x · summary x", // another input
  "orders h · paidOrders h · revenue x · summary x", // a constant that one node reaches
  "orders h · paidOrders h · revenue h · headline h", // a new name
  "orders h · paidOrders h · revenue h · headline h", // accepted
  "orders h · winner x",
];

const load = "transactions.loader h · transactions h";
const take = `${load} · recent h · amount h · stats h · most h`;

const loadersSaversFormats = [
  "transactions.loader x · transactions x",
  "transactions.loader u · transactions u", // defaultLoaderBehavior: "recompute"
  `${load} · totals x · savedTotals x`,
  `${load} · totals h · savedTotals h`,
  `${load} · totals h · savedTotals x`, // another target
  `${load} · totals h · savedTotals x`, // defaultSaverBehavior: "recompute"
  `${load} · recent x · amount x · country x · stats x · mean x · most x · countries x`,
  `${load} · recent x · amount x · country x · stats h · mean h · most h · countries x`, // another column changed
  `${take} · inEuro x · inYen x · atRateOfDay x · shareOfLargest x`,
  `${take} · inEuro h · inYen h · atRateOfDay x · shareOfLargest h`, // another rate of the day
  "measured x · byStation x",
  "measured h", // saved again as parquet
  "measured h · byStation h", // csv refuses
  "poem x · prose x",
];

const mapAndParallel = [
  "city x · letter x · words x · longest x",
  "city x · letter x · words x · longest u", // one item more
  "city x · letter f · words x · longest s", // an item fails
  "city h · letter f · words x · received x · silent x", // collect({ partial: true }) runs all the same
  "city h · letter x · words x · longest u", // tried again
  "city h · letter h · words h · received x · silent x", // all items are another computation
  "rate x",
  "low x · high x · total x",
];

export const LESSONS: readonly ExpectedLesson[] = [
  { file: "01-caching.ipynb", runs: caching },
  { file: "02-why-did-it-run.ipynb", runs: whyDidItRun },
  { file: "03-loaders-savers-formats.ipynb", runs: loadersSaversFormats },
  { file: "04-map-and-parallel.ipynb", runs: mapAndParallel },
];
