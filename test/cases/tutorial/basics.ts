// The dataflow of the caching tutorial, as it begins.
import pl from "nodejs-polars";

const DATA = {
  cities: ["New York", "Los Angeles", "Chicago", "Montréal", "Vancouver"],
  date: ["2024-09-13", "2024-09-12", "2024-09-11", "2024-09-11", "2024-09-09"],
  amount: [478.23, 251.67, 989.34, 742.14, 584.56],
  country: ["USA", "USA", "USA", "Canada", "Canada"],
  currency: ["USD", "USD", "USD", "CAD", "CAD"],
};

/** Stands for a file, a database or a service. */
export function raw_data(): pl.DataFrame {
  return pl.DataFrame(DATA);
}

/** Rows after the cutoff date, amounts in US dollars. */
export function processed_data(raw_data: pl.DataFrame, cutoff_date: string): pl.DataFrame {
  const inUsd = (frame: pl.DataFrame, country: string, rate: number) =>
    frame.withColumn(
      pl
        .when(pl.col("country").eq(pl.lit(country)))
        .then(pl.col("amount_in_usd").mul(pl.lit(rate)))
        .otherwise(pl.col("amount_in_usd"))
        .alias("amount_in_usd"),
    );
  let frame = raw_data
    .filter(pl.col("date").gt(pl.lit(cutoff_date)))
    .withColumn(pl.col("amount").alias("amount_in_usd"));
  frame = inUsd(frame, "Canada", 0.73);
  return frame;
}
