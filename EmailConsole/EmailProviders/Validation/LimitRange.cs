using System.Globalization;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>What a limit of the settings may be.</summary>
internal static class LimitRange
{
    public const int MaxConnections = 100;

    /// <summary>A minute, or a connection.</summary>
    public const int MaxMessages = 100_000;

    /// <param name="number">Null: left empty.</param>
    /// <param name="most">The largest that is taken.</param>
    /// <param name="otherwise">What holds where it is empty.</param>
    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(int? number, int most, string otherwise) => number is null || (number >= 1 && number <= most)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"Use a whole number from 1 to {most:N0}, or leave it empty for {otherwise}.");
}
