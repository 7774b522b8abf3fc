//! Numbers, counts, percents, measures, ages, dates, times and durations.
