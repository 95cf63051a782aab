using System.Text.Json.Nodes;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Api.V1;
using EmailConsole.EmailProviders.Api.V2;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmailConsole.EmailProviders.Api.Reference;

/// <summary>Describes the bodies of senders in the OpenAPI document: what their lenient converters ask for, and what must be there.</summary>
internal sealed class SenderTypes : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        switch (context.JsonPropertyInfo?.CustomConverter)
        {
            case LenientText:
                schema.Type = JsonSchemaType.String;
                break;
            case LenientNumber:
                schema.Type = JsonSchemaType.Integer;
                schema.Format = "int32";
                break;
            case ProviderKind:
                schema.Type = JsonSchemaType.String;
                schema.Enum = [.. SenderKind.Names.Select(name => (JsonNode)JsonValue.Create(name))];
                break;
            case null when context.JsonPropertyInfo is null:
                Describe(schema, context.JsonTypeInfo.Type);
                break;
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(SenderPatchV2))
        {
            Require(schema);
        }
        else if (type.IsAssignableTo(typeof(SenderUpdateV1)))
        {
            Require(schema, "fromAddress");
        }
        else if (type.IsAssignableTo(typeof(SenderUpdateV2)))
        {
            // What else must be there goes by the provider
            Require(schema, "authType");
        }
        else if (type == typeof(SenderProperty))
        {
            Require(schema, "key", "value");
        }
    }

    // Unknown members are refused, and no answer has any
    private static void Require(OpenApiSchema schema, params string[] members)
    {
        schema.Required = new HashSet<string>(members, StringComparer.Ordinal);
        schema.AdditionalPropertiesAllowed = false;
    }
}
