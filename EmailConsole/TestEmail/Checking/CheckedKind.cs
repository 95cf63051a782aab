using System.Text.Json;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.TestEmail.Checking;

/// <summary>A kind of provider in the words of a command line: its fields by name, its secrets by the variables that may hold them.</summary>
internal sealed class CheckedKind
{
    private readonly IProviderKind _kind;

    private CheckedKind(IProviderKind kind)
    {
        _kind = kind;
        Fields =
        [
            .. ProviderFields.All.Where(f => f.Kind is null
                ? f is { IsShown: true, Use: FieldUse.Always, Part: not FieldPart.Choice } && f.Name != nameof(EmailProviderSettings.FromAddress)
                : f.Kind == kind.Name && f.Part != FieldPart.Limit),
        ];
    }

    public static IReadOnlyList<CheckedKind> All { get; } = [.. ProviderKinds.All.Select(k => new CheckedKind(k))];

    public string Name => _kind.Name;

    public string Label => _kind.Label;

    /// <summary>Those that a single mail can need, besides its From Address.</summary>
    public IReadOnlyList<ProviderField> Fields { get; }

    public IReadOnlyList<ProviderSecret> Secrets => _kind.Secrets;

    public IReadOnlyList<string> Notes => _kind.Notes;

    /// <summary>What the form holds when the kind is chosen.</summary>
    public EmailProviderSettings Defaults => new() { Kind = Name, Values = _kind.Defaults };

    /// <summary>A field or a secret as it is called here: without the name of the kind.</summary>
    public string ShortName(string name) => name switch
    {
        nameof(EmailProviderSettings.FromAddress) => CheckProviderCommand.FromOption,
        nameof(EmailProviderInput.AcceptsClearTextCredentials) => CheckProviderCommand.ClearTextOption,
        _ when name.StartsWith($"{Name}.", StringComparison.Ordinal) => name[(Name.Length + 1)..],
        _ => JsonNamingPolicy.CamelCase.ConvertName(name),
    };

    /// <summary>The environment variable that may hold a secret.</summary>
    public string Variable(ProviderSecret secret) => $"EMAILCONSOLE_CHECK_{ShortName(secret.Name).ToUpperInvariant()}";

    public ProviderField? Find(string shortName) => Fields.FirstOrDefault(f => string.Equals(ShortName(f.Name), shortName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The settings with one <c>name=value</c> of the command line, or why not. A value is never repeated: it may be a secret in the wrong place.</summary>
    public (EmailProviderSettings Settings, string? Fault) Set(EmailProviderSettings settings, string assignment)
    {
        if (assignment.IndexOf('=', StringComparison.Ordinal) is var at && at <= 0)
        {
            return (settings, "--set takes name=value.");
        }

        var (name, value) = (assignment[..at].Trim(), assignment[(at + 1)..]);
        if (Find(name) is not { } field)
        {
            return (settings, Secrets.Any(s => string.Equals(ShortName(s.Name), name, StringComparison.OrdinalIgnoreCase))
                ? $"{name} is a secret, which has no place on a command line: it is asked for, or piped."
                : $"{(name.Length <= 32 && name.All(char.IsAsciiLetter) ? name : "The name of a --set")} is no field of {Name}. There are: {string.Join(", ", Fields.Select(f => ShortName(f.Name)))}.");
        }

        if (field.Choices is { } choices)
        {
            if (choices.FirstOrDefault(c => string.Equals(c, value.Trim(), StringComparison.OrdinalIgnoreCase)) is not { } choice)
            {
                return (settings, $"{ShortName(field.Name)} is one of {Join(choices)}.");
            }

            value = choice;
        }

        settings = field.Write(settings, value);
        return (field.Name == nameof(EmailProviderSettings.DisplayName) ? settings with { DisplayNameMode = DisplayNameMode.Name } : settings, null);
    }

    /// <summary>What it wants, a line each.</summary>
    public IEnumerable<string> Describe()
    {
        yield return $"{Name}: {Label}";
        foreach (var note in Notes.Take(1))
        {
            yield return $"    {note}";
        }

        foreach (var field in Fields)
        {
            var choices = field.Choices is null ? "" : $"; one of {Join(field.Choices)}";
            var preset = field.Read(Defaults) is { Length: > 0 } text ? $"; {text} where nothing is said" : "";
            yield return $"    {ShortName(field.Name),-24}{field.Label}{choices}{preset}";
        }

        foreach (var secret in Secrets)
        {
            yield return $"    {$"({ShortName(secret.Name)})",-24}{secret.Label}, secret{(secret.IsRequired ? "" : ", may stay empty")}; {Variable(secret)}";
        }
    }

    private static string Join(IEnumerable<string> choices) => string.Join(", ", choices.Where(c => c.Length > 0));
}
