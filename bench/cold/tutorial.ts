// The dataflow that a cold process asks for: three nodes with small frames.
import pl from "nodejs-polars";

const DATA = {
  cities: ["New York", "Los Angeles", "Chicago", "Montréal", "Vancouver"],
  date: ["2024-09-13", "2024-09-12", "2024-09-11", "2024-09-11", "2024-09-09"],
  amount: [478.23, 251.67, 989.34, 742.14, 584.56],
  country: ["USA", "USA", "USA", "Canada", "Canada"],
  currency: ["USD", "USD", "USD", "CAD", "CAD"],
};

/** Stands for a file, a database or a service. */
export function rawData(): pl.DataFrame {
  return pl.DataFrame(DATA);
}

/** Rows after the cutoff date, amounts in US dollars. */
export function processedData(rawData: pl.DataFrame, cutoffDate: string): pl.DataFrame {
  const recent = rawData.filter(pl.col("date").gt(pl.lit(cutoffDate)));
  return recent.withColumn(
    pl
      .when(pl.col("country").eq(pl.lit("Canada")))
      .then(pl.col("amount").mul(pl.lit(0.73)))
      .otherwise(pl.col("amount"))
      .alias("amountInUsd"),
  );
}

/** The sum for each country. */
export function amountPerCountry(processedData: pl.DataFrame): pl.DataFrame {
  return processedData.groupBy("country").agg(pl.col("amountInUsd").sum()).sort("country");
}
