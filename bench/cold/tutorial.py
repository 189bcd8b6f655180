# The dataflow that a cold process asks for: three nodes with small frames.
import pandas as pd

DATA = {
    "cities": ["New York", "Los Angeles", "Chicago", "Montréal", "Vancouver"],
    "date": ["2024-09-13", "2024-09-12", "2024-09-11", "2024-09-11", "2024-09-09"],
    "amount": [478.23, 251.67, 989.34, 742.14, 584.56],
    "country": ["USA", "USA", "USA", "Canada", "Canada"],
    "currency": ["USD", "USD", "USD", "CAD", "CAD"],
}


def raw_data() -> pd.DataFrame:
    """Stands for a file, a database or a service."""
    return pd.DataFrame(DATA)


def processed_data(raw_data: pd.DataFrame, cutoff_date: str) -> pd.DataFrame:
    """Rows after the cutoff date, amounts in US dollars."""
    recent = raw_data.loc[raw_data.date > cutoff_date].copy()
    recent["amount_in_usd"] = recent["amount"].where(recent.country != "Canada", recent["amount"] * 0.73)
    return recent


def amount_per_country(processed_data: pd.DataFrame) -> pd.DataFrame:
    """The sum for each country."""
    return processed_data.groupby("country")["amount_in_usd"].sum().to_frame()
