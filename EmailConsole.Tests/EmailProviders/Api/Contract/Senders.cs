using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Requests to the Notification Senders API.</summary>
internal static class Senders
{
    public const string All = "/notification-senders/email";
    public const string One = $"{All}/{SenderClient.Name}";

    public static readonly int[] Versions = [1, 2];

    /// <summary>The five operations, and whether they only read.</summary>
    public static readonly (string Method, string Path, bool IsRead)[] Operations =
    [
        ("GET", All, true), ("POST", All, false), ("GET", One, true), ("PUT", One, false), ("DELETE", One, false),
    ];

    /// <summary>A good request of one of the operations; the tenant has a sender where there must be one.</summary>
    public static ContractCase Good(string row, string title, int version, string method, string path) => method switch
    {
        "POST" => Post(row, title, version),
        "PUT" => Put(row, title, version),
        "DELETE" => new ContractCase(row, title, version) { Method = method, Path = path, Stored = Stored(version) },
        _ => path == All ? List(row, title, version) : Get(row, title, version),
    };

    public static ContractCase Post(string row, string title, int version, JsonObject? body = null) =>
        new(row, title, version) { Method = "POST", Path = All, Body = (body ?? SenderClient.Basic(version)).ToJsonString() };

    public static ContractCase Put(string row, string title, int version, JsonObject? body = null) => new(row, title, version)
    {
        Method = "PUT",
        Path = One,
        Body = (body ?? SenderClient.Basic(version).Without("name")).ToJsonString(),
        Stored = Stored(version),
    };

    /// <summary>Version 2 has it.</summary>
    public static ContractCase Patch(string row, string title, string patch) => new(row, title, 2)
    {
        Method = "PATCH",
        Path = One,
        Body = patch,
        ContentType = "application/merge-patch+json",
        Stored = Stored(2),
    };

    public static ContractCase Get(string row, string title, int version) => new(row, title, version) { Path = One, Stored = Stored(version) };

    public static ContractCase List(string row, string title, int version) => new(row, title, version) { Path = All, Stored = Stored(version) };

    /// <summary>The same body by POST and by PUT, with the row of each.</summary>
    /// <param name="row">Of both: <c>{0}</c> is <c>Add</c> or <c>Update</c>.</param>
    /// <param name="title">Of both.</param>
    /// <param name="version">Of the API.</param>
    /// <param name="body">Without a name.</param>
    /// <param name="expect">What both are answered, by the status of success.</param>
    public static IEnumerable<ContractCase> Writes(
        string row, string title, int version, JsonObject body, Func<ContractCase, int, ContractCase> expect)
    {
        yield return expect(Post(row.Replace("{0}", "Add", StringComparison.Ordinal), $"{title}, POST", version, body), 201);
        yield return expect(Put(row.Replace("{0}", "Update", StringComparison.Ordinal), $"{title}, PUT", version, body), 200);
    }

    /// <summary>Without a name, as a PUT must be and a POST may.</summary>
    public static JsonObject Basic(int version) => SenderClient.Basic(version).Without("name");

    /// <summary>By HTTP; version 2 has it.</summary>
    public static JsonObject Http() => SenderClient.OfHttp("BEARER").Without("name");

    public static ContractCase Unreadable(this ContractCase contract) =>
        contract.Fails(400, "UE-10000", "Invalid Request.", "Provided request body content is not in the expected format.*");

    /// <summary>400 that names the field.</summary>
    public static ContractCase Invalid(this ContractCase contract, string field) =>
        contract.Fails(400, "NSM-65022", "Invalid input.", $"Invalid input received for notification sender. {field}: *");

    private static string Stored(int version) => SenderClient.Basic(version).ToJsonString();
}
