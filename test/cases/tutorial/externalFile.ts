// The file is read once, whatever becomes of it.
import pl from "nodejs-polars";

export function dataset(file_path: string): pl.DataFrame {
  return pl.readCSV(file_path);
}
