using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmailConsole.Rest.Reference;

/// <summary>Adds to each operation of the OpenAPI document its credentials, its parameters, its body and its examples.</summary>
internal sealed class ReferenceOperations : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId = metadata.OfType<OperationName>().LastOrDefault()?.Name ?? operation.OperationId;
        operation.Security = [.. SchemesOf(context).Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
        })];
        ReferenceParameters.Describe(operation, context.Description.RelativePath ?? "", metadata);
        if (metadata.OfType<RequestBodyType>().LastOrDefault() is { } body)
        {
            await DescribeAsync(operation, body.Type, body.MediaTypes, context, cancellationToken);
        }

        if (metadata.OfType<RequestForm>().LastOrDefault() is { } form)
        {
            await DescribeAsync(operation, form.Type, [RequestForm.MediaType], context, cancellationToken);
            ContentOf(operation, RequestForm.MediaType).Example = JsonNode.Parse(form.Fields);
        }

        if (metadata.OfType<RequestExample>().ToList() is { Count: > 0 } requests)
        {
            foreach (var type in metadata.OfType<RequestBodyType>().LastOrDefault()?.MediaTypes ?? [Json])
            {
                Show(ContentOf(operation, type), requests);
            }
        }

        foreach (var answer in metadata.OfType<ResponseExample>())
        {
            if (operation.Responses?.TryGetValue(answer.Status.ToString(CultureInfo.InvariantCulture), out var response) == true)
            {
                ContentOf(response.Content, Json).Example = JsonNode.Parse(answer.Json);
            }
        }

        foreach (var header in metadata.OfType<ResponseHeader>())
        {
            if (operation.Responses?.GetValueOrDefault(header.Status.ToString(CultureInfo.InvariantCulture)) is OpenApiResponse response)
            {
                response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
                response.Headers[header.Name] = new OpenApiHeader
                {
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
            }
        }
    }

    private static string[] SchemesOf(OpenApiOperationTransformerContext context)
    {
        if (RestPaths.Below($"/{context.Description.RelativePath}") is { } path && path.StartsWithSegments("/api/server", StringComparison.OrdinalIgnoreCase))
        {
            return [ReferenceDocument.BasicScheme, ReferenceDocument.ApiKeyScheme, ReferenceDocument.KeyTokenScheme, ReferenceDocument.TokenScheme];
        }

        return context.Description.ActionDescriptor.EndpointMetadata.OfType<RestPermissionMark>().Any(mark => mark.Permission == RestPermission.Administer)
            ? [ReferenceDocument.BasicScheme]
            : [ReferenceDocument.ApiKeyScheme, ReferenceDocument.KeyTokenScheme, ReferenceDocument.BasicScheme];
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, Type type, IReadOnlyList<string> mediaTypes, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var name = ReferenceNames.Of(type);
        context.Document!.AddComponent(name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
        foreach (var mediaType in mediaTypes)
        {
            ContentOf(operation, mediaType).Schema = new OpenApiSchemaReference(name, context.Document);
        }
    }

    private static void Show(OpenApiMediaType content, List<RequestExample> requests)
    {
        if (requests is [{ Name: null } only])
        {
            content.Example = JsonNode.Parse(only.Json);
            return;
        }

        content.Examples = requests.ToDictionary(r => r.Name!, r => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(r.Json) }, StringComparer.Ordinal);
    }

    private static OpenApiMediaType ContentOf(OpenApiOperation operation, string type)
    {
        operation.RequestBody ??= new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) };
        return ContentOf(operation.RequestBody.Content, type);
    }

    private static OpenApiMediaType ContentOf(IDictionary<string, OpenApiMediaType>? contents, string type)
    {
        ArgumentNullException.ThrowIfNull(contents);
        if (!contents.TryGetValue(type, out var content))
        {
            content = new OpenApiMediaType();
            contents[type] = content;
        }

        return content;
    }
}
