using System.Diagnostics.CodeAnalysis;

namespace EmailConsole.Rest.Reference;

/// <summary>
/// How an endpoint describes itself for the reference, beside what ASP.NET Core knows (<c>WithName</c>, <c>WithSummary</c>,
/// <c>WithDescription</c>, <c>WithTags</c>, <c>Accepts</c>, <c>Produces</c>). Names and descriptions of fields come from the
/// XML documentation of their types.
/// </summary>
public static class ReferenceExamples
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="json">A body that works when it is sent as it stands.</param>
    public static TBuilder WithRequestExample<TBuilder>(this TBuilder endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestExample(json));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="status">Of the answer, one that the endpoint <c>Produces</c>.</param>
    /// <param name="json">Its body.</param>
    public static TBuilder WithResponseExample<TBuilder>(
        this TBuilder endpoint, int status, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseExample(status, json));
}
