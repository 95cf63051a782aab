using System.CommandLine;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>
/// <c>EmailConsole import</c>: takes tenants' email senders over from a WSO2 Identity Server, through its REST API and into
/// that of a running console, which stays the only writer of its database.
/// </summary>
public static class ImportCommand
{
    public const string Name = "import";

    private static readonly Option<string> From = new("--from")
    {
        Description = "The address of the WSO2 server, such as https://localhost:9443.",
        Required = true,
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "The address of the running EmailConsole, such as https://console.example.com.",
        Required = true,
    };

    private static readonly Option<string[]> Tenants = new("--tenant")
    {
        Description = "The domain of a tenant that both have. May be given several times.",
        Required = true,
    };

    private static readonly Option<string> FromUser = new("--from-user")
    {
        Description = "An administrator there; without @tenant it is that of each tenant.",
        DefaultValueFactory = _ => "admin",
    };

    private static readonly Option<string> ToUser = new("--to-user")
    {
        Description = "An administrator here; without @tenant it is that of each tenant.",
        DefaultValueFactory = _ => "admin",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print what would change, and change nothing." };

    private static readonly Option<string?> CaFile = new("--ca-file")
    {
        Description = "PEM file of authorities to trust besides the system's, for a server with a certificate of its own making.",
    };

    /// <returns>0: all is moved; 1: something is left to do, and the output says what; 2: the command line is wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, ISecretPrompt prompt)
    {
        var command = new RootCommand("Take email senders over from WSO2 Identity Server.") { From, To, Tenants, FromUser, ToUser, DryRun, CaFile };
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0 || parsed.Action is not null)
        {
            await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
            return parsed.Errors.Count > 0 ? 2 : 0;
        }

        var (from, to) = (AddressOf(parsed.GetRequiredValue(From)), AddressOf(parsed.GetRequiredValue(To)));
        if (from is null || to is null)
        {
            await output.WriteLineAsync("--from and --to take an address that starts with https:// (http:// on this machine only), because passwords go there.");
            return 2;
        }

        if (parsed.GetValue(CaFile) is { } caFile && ImportHttp.FindFault(caFile) is { } fault)
        {
            await output.WriteLineAsync($"--ca-file: {fault}");
            return 2;
        }

        using var http = ImportHttp.Create(parsed.GetValue(CaFile));
        var import = new ImportSenders(new PatientHttp(http, output, TimeProvider.System), prompt, output, parsed.GetValue(DryRun));
        var isAll = true;
        foreach (var tenant in parsed.GetRequiredValue(Tenants).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            isAll &= await import.RunAsync(
                tenant,
                new ImportEnd(from, NameIn(tenant, parsed.GetRequiredValue(FromUser)), ISecretPrompt.FromPassword),
                new ImportEnd(to, NameIn(tenant, parsed.GetRequiredValue(ToUser)), ISecretPrompt.ToPassword));
        }

        return isAll ? 0 : 1;
    }

    private static string NameIn(string tenant, string user) => user.Contains('@', StringComparison.Ordinal) ? user : $"{user}@{tenant}";

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : null;
}

/// <summary>One of the two servers of an import.</summary>
/// <param name="Address">With a final slash.</param>
/// <param name="Username"><c>user@tenant-domain</c>.</param>
/// <param name="PasswordVariable">The environment variable that may hold the password.</param>
internal sealed record ImportEnd(Uri Address, string Username, string PasswordVariable);
