// A result is stored as Parquet, and the sums come as a series.
import { cache } from "cellar";
import pl from "nodejs-polars";

const DATA = {
  cities: [
    ...["New York", "Los Angeles", "Chicago", "Montréal", "Vancouver"],
    ...["Houston", "Phoenix", "Mexico City", "Chihuahua City", "Rio de Janeiro"],
  ],
  date: [
    ...["2024-09-13", "2024-09-12", "2024-09-11", "2024-09-11", "2024-09-09"],
    ...["2024-09-08", "2024-09-07", "2024-09-06", "2024-09-05", "2024-09-04"],
  ],
  amount: [478.23, 251.67, 989.34, 742.14, 584.56, 321.85, 918.67, 135.22, 789.12, 432.78],
  country: ["USA", "USA", "USA", "Canada", "Canada", "USA", "USA", "Mexico", "Mexico", "Brazil"],
  currency: ["USD", "USD", "USD", "CAD", "CAD", "USD", "USD", "MXN", "MXN", "BRL"],
};

/** Stands for a file, a database or a service. */
export function raw_data(): pl.DataFrame {
  return pl.DataFrame(DATA);
}

/** Rows after the cutoff date, amounts in US dollars. */
export const processed_data = cache(
  { format: "parquet" },
  (raw_data: pl.DataFrame, cutoff_date: string): pl.DataFrame => {
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
    frame = inUsd(frame, "Canada", 0.71);
    frame = inUsd(frame, "Brazil", 0.18);
    frame = inUsd(frame, "Mexico", 0.05);
    return frame;
  },
);

/** The sum for each country. */
export function amount_per_country(processed_data: pl.DataFrame): pl.Series {
  return processed_data
    .groupBy("country")
    .agg(pl.col("amount_in_usd").sum())
    .sort("country")
    .getColumn("amount_in_usd");
}
