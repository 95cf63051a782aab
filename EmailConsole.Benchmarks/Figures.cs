using System.Globalization;

namespace EmailConsole.Benchmarks;

/// <summary>Quantiles of measured values, and a line that says them.</summary>
internal static class Figures
{
    public static double Quantile(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <param name="name">What was measured.</param>
    /// <param name="value">The figure that the bound is for.</param>
    /// <param name="unit">ms or MB.</param>
    /// <param name="bound">At most; null: no bound.</param>
    /// <param name="detail">How the figure came about.</param>
    public static void Print(string name, double value, string unit, double? bound, string detail) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-34} {value,9:F1} {unit,-3} {Verdict(value, bound, unit),-20} {detail}"));

    private static string Verdict(double value, double? bound, string unit) => bound is not { } most
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"(<= {most:0.#} {unit}: {(value <= most ? "yes" : "NO")})");
}
