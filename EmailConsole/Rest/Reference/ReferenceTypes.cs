using Microsoft.AspNetCore.OpenApi;

namespace EmailConsole.Rest.Reference;

public static class ReferenceTypes
{
    /// <summary>Lets a room describe the types of its bodies in the OpenAPI document.</summary>
    public static void DescribeTypes<TTransformer>(this IServiceCollection services)
        where TTransformer : IOpenApiSchemaTransformer =>
        services.Configure<OpenApiOptions>(ReferenceDocument.Name, options => options.AddSchemaTransformer<TTransformer>());
}
