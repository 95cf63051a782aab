using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;

namespace EmailConsole.Rest.Reference;

/// <summary>
/// How an endpoint describes itself for the reference, beside what ASP.NET Core knows (<c>WithName</c>, <c>WithSummary</c>,
/// <c>WithDescription</c>, <c>WithTags</c>, <c>Accepts</c>, <c>Produces</c>). Names and descriptions of fields come from the
/// XML documentation of their types.
/// </summary>
public static class ReferenceExamples
{
    /// <summary>Where <c>WithName</c> cannot be used, because the endpoint is mapped twice.</summary>
    public static TBuilder WithOperationName<TBuilder>(this TBuilder endpoint, string name)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OperationName(name));

    /// <summary>
    /// Where <c>Accepts</c> cannot be used: it lets routing choose by content type, which other endpoints of the same address
    /// would have to take part in.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="type">As it is described.</param>
    /// <param name="mediaTypes">Before <c>application/json</c>.</param>
    public static TBuilder WithRequestBody<TBuilder>(this TBuilder endpoint, Type type, params IReadOnlyList<string> mediaTypes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestBodyType(type, [.. mediaTypes, MediaTypeNames.Application.Json]));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="json">A body that works when it is sent as it stands.</param>
    /// <param name="name">What tells it from the endpoint's other examples; null: it is the only one.</param>
    public static TBuilder WithRequestExample<TBuilder>(this TBuilder endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json, string? name = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestExample(json, name));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="type">The fields of a form that it takes instead of its body.</param>
    /// <param name="fields">Values that work, as an object.</param>
    public static TBuilder WithRequestForm<TBuilder>(this TBuilder endpoint, Type type, [StringSyntax(StringSyntaxAttribute.Json)] string fields)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestForm(type, fields));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="status">Of the answer, one that the endpoint <c>Produces</c>.</param>
    /// <param name="json">Its body.</param>
    public static TBuilder WithResponseExample<TBuilder>(
        this TBuilder endpoint, int status, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseExample(status, json));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Of a parameter of its path or query.</param>
    /// <param name="value">One that works; null: as the reference has it anyway.</param>
    /// <param name="description">What it is; null: as the reference has it anyway.</param>
    public static TBuilder WithParameterExample<TBuilder>(this TBuilder endpoint, string name, string? value, string? description = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ParameterExample(name, value, description));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Of a header that a request may have.</param>
    /// <param name="description">What it does.</param>
    public static TBuilder WithRequestHeader<TBuilder>(this TBuilder endpoint, string name, string description)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestHeader(name, description));

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="status">Of the answer, one that the endpoint <c>Produces</c>.</param>
    /// <param name="name">Of a header that the answer has.</param>
    /// <param name="description">What it says.</param>
    public static TBuilder WithResponseHeader<TBuilder>(this TBuilder endpoint, int status, string name, string description)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseHeader(status, name, description));
}
