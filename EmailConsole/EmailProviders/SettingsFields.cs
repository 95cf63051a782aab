using System.Globalization;
using Settings = EmailConsole.EmailProviders.EmailProviderSettings;

namespace EmailConsole.EmailProviders;

/// <summary>Makes the fields that are members of the settings. Holds nothing: kinds call it while <see cref="ProviderFields"/> is made.</summary>
internal static class SettingsFields
{
    public static ProviderField Text(
        string name, string label, FieldPart part, FieldUse use, int maxLength, Func<Settings, string?> get, Func<Settings, string?, Settings> set) =>
        new(name, label, part, use, s => get(s) ?? "", (s, text) => set(s, text.Length == 0 ? null : text), (from, to) => set(to, get(from))) { MaxLength = maxLength };

    public static ProviderField Number(
        string name, string label, FieldPart part, FieldUse use, Func<Settings, int?> get, Func<Settings, int?, Settings> set) =>
        new(name, label, part, use, s => Text(get(s)), (s, text) => set(s, Number(text)), (from, to) => set(to, get(from)));

    public static ProviderField Choice<T>(
        string name, string label, FieldPart part, FieldUse use, Func<Settings, T> get, Func<Settings, T, Settings> set, Func<T, string> show)
        where T : struct, Enum => new(
            name, label, part, use, s => get(s).ToString(),
            (s, text) => Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? set(s, Enum.Parse<T>(text)) : s,
            (from, to) => set(to, get(from)))
        {
            Choices = Enum.GetNames<T>(),
            Show = s => show(get(s)),
        };

    public static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // What is no number is 0 to the validator
    private static int? Number(string typed) => string.IsNullOrWhiteSpace(typed) ? null
        : int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
