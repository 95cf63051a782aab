using System.Buffers;
using Microsoft.Extensions.Options;

namespace EmailConsole.Deployment.References;

/// <summary>
/// A folder of files, one an alias, as secret stores mount them. Every alias may come from here, so that WSO2's switch
/// <c>[runtime_secrets] enable</c>, which allows just that for its external vaults, needs no reading.
/// </summary>
internal sealed class SecretsFolder(Home home, IOptions<SecretsOptions> options)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxAliasLength = 255;

    private static readonly SearchValues<char> NotInFileNames = SearchValues.Create("/\\:*?\"<>|");

    public string Folder => home.Resolve(options.Value.Path);

    public string FileOf(string alias) => Path.Combine(Folder, alias);

    /// <returns>Null when there is no such file.</returns>
    public Lookup? Find(string alias)
    {
        if (!IsFileName(alias))
        {
            return new Lookup.Failed("An alias that is read from the secrets folder is the plain name of a file.");
        }

        return FileContent.Read(FileOf(alias), MaxBytes) switch
        {
            FileContent.Text { NotUtf8: { } fault } => new Lookup.Failed(
                $"The secret cannot be read from '{FileOf(alias)}': {fault.Message}"),
            FileContent.Text text => new Lookup.Found(WithoutFinalLineBreak(text.Value)),
            FileContent.Unreadable unreadable => new Lookup.Failed(
                $"The secret cannot be read from '{FileOf(alias)}': {unreadable.Message}"),
            _ => null,
        };
    }

    /// <summary>Nothing that could lead out of the folder, or name a stream or device.</summary>
    private static bool IsFileName(string alias) =>
        alias.Length is > 0 and <= MaxAliasLength
        && alias is not ("." or "..")
        && !alias.AsSpan().ContainsAny(NotInFileNames)
        && !alias.Any(char.IsControl);

    /// <summary>Editors and <c>echo</c> end a file with a line break, which is not part of the secret.</summary>
    private static string WithoutFinalLineBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
        : text.EndsWith('\n') ? text[..^1]
        : text;
}
