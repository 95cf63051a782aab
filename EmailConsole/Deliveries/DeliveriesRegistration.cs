namespace EmailConsole.Deliveries;

public static class DeliveriesRegistration
{
    public static void AddDeliveries(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddTransient<DeliveriesAccess>();
        services.AddTransient<ViewDeliveries>();
        services.AddTransient<ViewHealth>();
        services.AddTransient<ViewRouteHealth>();
        services.AddTransient<OperateDeliveries>();
        services.AddTransient<BulkResend>();
    }
}
