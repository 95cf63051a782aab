using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmailConsole.Rest.Reference;

/// <summary>Describes fields as the APIs really read and write them, which converters hide from ASP.NET Core.</summary>
internal sealed class ReferenceSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // That a number may be sent as a text is tolerance of the reader, and no client should be generated for it
        if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        // Closed lists are written as names
        var named = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (schema.OneOf is not { Count: > 0 } && named.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(named).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))];
        }

        if (context.JsonPropertyInfo is null && context.JsonTypeInfo.Type.GetCustomAttribute<NullsLeftOutAttribute>() is not null)
        {
            foreach (var optional in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable || Nullable.GetUnderlyingType(p.PropertyType) is not null))
            {
                schema.Required?.Remove(optional.Name);
            }
        }

        return Task.CompletedTask;
    }
}

public static class ReferenceTypes
{
    /// <summary>Lets a room describe the types of its bodies in the OpenAPI document.</summary>
    public static void DescribeTypes<TTransformer>(this IServiceCollection services)
        where TTransformer : IOpenApiSchemaTransformer =>
        services.Configure<OpenApiOptions>(ReferenceDocument.Name, options => options.AddSchemaTransformer<TTransformer>());
}
