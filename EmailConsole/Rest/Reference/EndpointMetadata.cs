namespace EmailConsole.Rest.Reference;

/// <summary>Metadata of an endpoint that reads its body itself: of what type it is.</summary>
/// <param name="Type">As it is described.</param>
/// <param name="MediaTypes">That it takes; the first is the usual one.</param>
internal sealed record RequestBodyType(Type Type, IReadOnlyList<string> MediaTypes);

/// <summary>Metadata of an endpoint: a body that works when it is sent as it stands.</summary>
/// <param name="Json">The body.</param>
/// <param name="Name">What tells it from the endpoint's other examples; null: it is the only one.</param>
internal sealed record RequestExample(string Json, string? Name);

/// <summary>Metadata of an endpoint: its body may be a form instead.</summary>
/// <param name="Type">Its fields.</param>
/// <param name="Fields">Values that work, as a JSON object.</param>
internal sealed record RequestForm(Type Type, string Fields)
{
    public const string MediaType = "application/x-www-form-urlencoded";
}

/// <summary>Metadata of an endpoint: a header that a request may have.</summary>
/// <param name="Name">Of the header.</param>
/// <param name="Description">What it does.</param>
internal sealed record RequestHeader(string Name, string Description);

/// <summary>Metadata of an endpoint: a parameter of its path or query.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">One that works; null: as the reference has it anyway.</param>
/// <param name="Description">What it is; null: as the reference has it anyway.</param>
internal sealed record ParameterExample(string Name, string? Value, string? Description);

/// <summary>Metadata of an endpoint: what an answer looks like.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Json">The body.</param>
internal sealed record ResponseExample(int Status, string Json);

/// <summary>Metadata of an endpoint: a header of an answer.</summary>
internal sealed record ResponseHeader(int Status, string Name, string Description);

/// <summary>Metadata of an endpoint that is mapped at several addresses, of which the document holds one.</summary>
/// <param name="Name">The operation's id.</param>
internal sealed record OperationName(string Name);

/// <summary>Of a body: its members that may be null may as well be absent. In an answer they are.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NullsLeftOutAttribute : Attribute;
