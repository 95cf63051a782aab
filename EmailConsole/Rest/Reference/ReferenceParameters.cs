using System.Text.RegularExpressions;
using EmailConsole.Tenants;
using Microsoft.OpenApi;

namespace EmailConsole.Rest.Reference;

/// <summary>The parameters of an operation: those of the path that its handler does not name too, and what is said about each.</summary>
internal static partial class ReferenceParameters
{
    /// <param name="operation">Takes them.</param>
    /// <param name="path">With its parameters in braces.</param>
    /// <param name="metadata">Of the endpoint.</param>
    public static void Describe(OpenApiOperation operation, string path, IList<object> metadata)
    {
        var parameters = operation.Parameters ??= [];
        foreach (var name in Names().Matches(path).Select(match => match.Groups["name"].Value).Reverse())
        {
            if (parameters.All(p => p.Name != name))
            {
                parameters.Insert(0, New(name, ParameterLocation.Path));
            }
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            var parameter = New(header.Name, ParameterLocation.Header);
            parameter.Description = header.Description;
            parameters.Add(parameter);
        }

        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            if (parameter.Name == TenantPolicies.RouteValue)
            {
                parameter.Description = "The tenant's domain.";
            }

            foreach (var told in metadata.OfType<ParameterExample>().Where(example => example.Name == parameter.Name))
            {
                parameter.Description = told.Description ?? parameter.Description;
                parameter.Example = told.Value ?? parameter.Example;
            }
        }
    }

    private static OpenApiParameter New(string name, ParameterLocation place) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
